import type { Json } from '../../../engines/model/object.ts';
import { isMap } from './server-set.ts';
import type { DriftField } from './differences.ts';

/** Stands where a value is that nobody may see. */
export const HIDDEN = '(hidden)';

const SECRET_NAME = /passw|secret|token|credential|api-?_?key|private-?_?key/iu;

/** Takes values out of sight that may be secret: all of a Secret's, and of variables and fields whose names say so. */
export function hideSecrets(field: DriftField, kind: string): DriftField {
  const isOfSecret = kind === 'Secret' && (field.path[0] === 'data' || field.path[0] === 'stringData');
  const named = SECRET_NAME.test(field.place) && !/(?:Ref|secretName|\.name|\.key|\.optional)$/u.test(field.place);
  const hide = (value: Json | undefined): Json | undefined =>
    isOfSecret || named ? masked(value) : withoutSecretWords(value);
  return { ...field, manifest: hide(field.manifest), live: hide(field.live) };
}

function masked(value: Json | undefined): Json | undefined {
  return value === undefined ? undefined : HIDDEN;
}

/** Whole maps and lists that came or went may hold such variables. */
function withoutSecretWords(value: Json | undefined): Json | undefined {
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => withoutSecretWords(item) ?? null);
  if (!isMap(value)) return value;
  const { name } = value;
  const isVariable = typeof name === 'string' && SECRET_NAME.test(name) && typeof value['value'] === 'string';
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      const isOwn = SECRET_NAME.test(key) && typeof item === 'string' && !/(?:Ref|Name)$/u.test(key);
      return [key, (isVariable && key === 'value') || isOwn ? HIDDEN : (withoutSecretWords(item) ?? null)];
    }),
  );
}
