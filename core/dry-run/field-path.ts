import type { Json, Path } from '../../engines/model/object.ts';

/** One step of a field as the API writes it: a key, an index, or the keys by which an item of a list is known. */
type FieldStep = string | number | Readonly<Record<string, string>>;

/** A dot, then a name; or brackets. Keys with dots stand in brackets: `metadata.annotations[shop.example/team]`. */
const STEP = /\.?([^.[\]]+)|\[((?:"(?:[^"\\]|\\.)*"|[^\]])*)\]/gy;

/** `name="app",port=80`. */
const KEYS = /([A-Za-z]+)=("(?:[^"\\]|\\.)*"|[^,]*)(?:,|$)/gy;

/** Reads what the API calls a field: `spec.template.spec.containers[0].image`, `.spec.ports[port=80,protocol="TCP"].name`. Undefined where it is none. */
function stepsOf(text: string): readonly FieldStep[] | undefined {
  const steps: FieldStep[] = [];
  STEP.lastIndex = 0;
  while (STEP.lastIndex < text.length) {
    const found = STEP.exec(text);
    if (found === null) return undefined;
    const [, name, within = ''] = found;
    steps.push(name ?? withinBrackets(within));
  }
  return steps.length === 0 ? undefined : steps;
}

function withinBrackets(text: string): FieldStep {
  if (/^\d+$/u.test(text)) return Number(text);
  const keys: Record<string, string> = {};
  KEYS.lastIndex = 0;
  while (KEYS.lastIndex < text.length) {
    const found = KEYS.exec(text);
    if (found === null) return unquoted(text);
    const [, key = '', value = ''] = found;
    keys[key] = unquoted(value);
  }
  return keys;
}

const unquoted = (text: string): string => (/^"(.*)"$/su.exec(text)?.[1] ?? text).replaceAll(/\\(.)/gu, '$1');

const isMap = (value: Json | undefined): value is Readonly<Record<string, Json>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The way to a field of an object, as far as the object goes: what it has not is left off, so that the last thing that stands there is pointed at. Undefined where the text is no field
 * of it at all.
 */
export function pathOf(text: string, body: Json): Path | undefined {
  const path: (string | number)[] = [];
  let value: Json | undefined = body;
  for (const step of stepsOf(text) ?? []) {
    if (typeof step === 'object') {
      const index: number = !Array.isArray(value)
        ? -1
        : value.findIndex(
            (item: Json) => isMap(item) && Object.entries(step).every(([key, wanted]) => fits(item[key], wanted, key)),
          );
      if (index < 0) break;
      path.push(index);
      value = (value as readonly Json[])[index];
    } else if (Array.isArray(value) && typeof step === 'number' && step < value.length) {
      path.push(step);
      value = value[step] as Json;
    } else if (isMap(value) && Object.hasOwn(value, String(step))) {
      path.push(String(step));
      value = value[String(step)];
    } else break;
  }
  return path.length === 0 ? undefined : path;
}

/** Where the manifest leaves a key out, the API has put its default there: the protocol of a port. */
const fits = (value: Json | undefined, wanted: string, key: string): boolean =>
  value === undefined ? key === 'protocol' && wanted === 'TCP' : typeof value !== 'object' && String(value) === wanted;
