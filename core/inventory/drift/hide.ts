import type { Json } from '../../../engines/model/object.ts';
import { isSecret, isSwitch, namesSecret, secretsInArgument } from '../../secrets/secret-words.ts';
import { isMap } from './server-set.ts';
import type { DriftField } from './differences.ts';

/** Stands where a value is that nobody may see. */
export const HIDDEN = '(hidden)';

/** Fields that name a secret or a part of one, and hold none. */
const NAMING = /(?:Ref|Refs|Name|Secrets)$|^(?:name|keys?|optional)$/u;
const isSecretField = (word: string): boolean => namesSecret(word) && !NAMING.test(word);

/** Takes values out of sight that may be secret: all of a Secret's, of variables and fields whose names say so, and passwords within texts. */
export function hideSecrets(field: DriftField, kind: string): DriftField {
  const isOfSecret = kind === 'Secret' && (field.path[0] === 'data' || field.path[0] === 'stringData');
  const words = field.place.split(/[.[\]]+/u).filter((word) => word !== '');
  // A volume’s `secret` is a map that names one.
  const named =
    words.some((word, at) => isSecretField(word) && (word !== 'secret' || at === words.length - 1)) &&
    !NAMING.test(words.at(-1) ?? '');
  const hide = (value: Json | undefined): Json | undefined =>
    isOfSecret ? value && HIDDEN : named ? masked(value) : value && withoutSecrets(value);
  return { ...field, manifest: hide(field.manifest), live: hide(field.live) };
}

/** What only switches something shows nothing. */
function masked(value: Json | undefined): Json | undefined {
  if (value === undefined || value === null || typeof value === 'boolean') return value;
  return typeof value === 'string' && isSwitch(value) ? value : HIDDEN;
}

/** Whole maps and lists that came or went may hold such variables; an argument may follow the option that makes it a password. */
function withoutSecrets(value: Json, before?: string): Json {
  if (typeof value === 'string') return withoutWords(value, before);
  if (Array.isArray(value)) {
    const items = value as readonly Json[];
    return items.map((item, index) => {
      const last = items[index - 1];
      return withoutSecrets(item, typeof last === 'string' ? last : undefined);
    });
  }
  if (!isMap(value)) return value;
  const { name } = value;
  const isVariable = (item: Json): boolean =>
    typeof name === 'string' && typeof item === 'string' && isSecret(name, item);
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      if (key === 'value' && isVariable(item)) return [key, HIDDEN];
      return [key, isSecretField(key) && typeof item === 'string' ? (masked(item) ?? null) : withoutSecrets(item)];
    }),
  );
}

function withoutWords(text: string, before: string | undefined): string {
  const ranges = secretsInArgument(text, before);
  return ranges.reduceRight((rest, [from, to]) => `${rest.slice(0, from)}${HIDDEN}${rest.slice(to)}`, text);
}
