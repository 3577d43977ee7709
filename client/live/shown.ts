type Plain = Readonly<Record<string, unknown>>;

/** What stands for a value that is not to be seen. */
export const HIDDEN = '(hidden by Plinth)';

/** Written by kubectl apply: the manifest once more, with whatever it held. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An object without some of its fields. */
const without = (object: unknown, ...keys: readonly string[]): Plain =>
  Object.fromEntries(Object.entries(isPlain(object) ? object : {}).filter(([key]) => !keys.includes(key)));

const hidden = (values: unknown): unknown =>
  isPlain(values) ? Object.fromEntries(Object.keys(values).map((key) => [key, HIDDEN])) : values;

/** The order in which people read an object, with other fields before its status; and its metadata, with other fields at the end. */
const ORDER = ['apiVersion', 'kind', 'metadata', 'type', 'spec', 'data', '', 'status'];
const METADATA = ['name', 'namespace', 'labels', 'annotations', ''];

function ordered(object: Plain, order: readonly string[]): Plain {
  const rank = (key: string): number => order.indexOf(order.includes(key) ? key : '');
  return Object.fromEntries(Object.entries(object).sort(([a], [b]) => rank(a) - rank(b)));
}

/** A live object as people may see it: without managed fields, and without the values of a Secret. */
export function shown(object: Plain): Plain {
  const metadata = without(object['metadata'], 'managedFields', 'annotations');
  const notes = without((object['metadata'] as Plain | undefined)?.['annotations'], LAST_APPLIED);
  const about = { ...metadata, ...(Object.keys(notes).length === 0 ? {} : { annotations: notes }) };
  const isSecret = object['kind'] === 'Secret';
  const whole: Plain = {
    ...object,
    metadata: ordered(about, METADATA),
    ...(isSecret && 'data' in object ? { data: hidden(object['data']) } : {}),
    ...(isSecret && 'stringData' in object ? { stringData: hidden(object['stringData']) } : {}),
  };
  return ordered(whole, ORDER);
}

/** What the server alone writes: nobody's intention, so no difference of two intentions. */
const OF_THE_SERVER = ['uid', 'resourceVersion', 'generation', 'creationTimestamp', 'selfLink', 'deletionTimestamp'];

/** A live object as it is compared: what people have asked for, with defaults, without what the server keeps for itself. */
export function compared(object: Plain): Plain {
  const rest = without(shown(object), 'status');
  const kept = without(rest['metadata'], ...OF_THE_SERVER);
  return sorted({ ...rest, metadata: kept }) as Plain;
}

/** With keys in one order at every depth, so that order is no difference. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isPlain(value)) return value;
  const keys = Object.keys(value).sort((a, b) => (a < b ? -1 : 1));
  return Object.fromEntries(keys.map((key) => [key, sorted(value[key])]));
}
