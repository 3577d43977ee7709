import type { Field } from '../../engines/model/field.ts';
import type { Inherited } from '../../engines/model/dump.ts';
import type { Json } from '../../engines/model/object.ts';

/** What a Job's container gets of the server's variables, and what its shell does first with them. */
export interface InheritedVariables {
  readonly env: readonly Json[];
  /** Lines for `/bin/sh` that give each variable the first value that is there. No value stands in them. */
  readonly prelude: string;
  /** Variables for which the server's container shows no source at all. */
  readonly missing: readonly string[];
}

/**
 * Refers a Job's container to where the server's own variables come from: `env` is copied as it is written, a Secret's or ConfigMap's key of `envFrom` is
 * referred to by its name and may be absent (what a Secret holds is never read).
 */
export function inheritVariables(container: Field, inherited: readonly Inherited[]): InheritedVariables {
  const env: Json[] = [];
  const missing: string[] = [];
  const prelude: string[] = [];
  for (const { name, from } of inherited) {
    const found = from.flatMap((variable) => sourcesOf(container, variable));
    if (found.length === 0) {
      missing.push(name);
      continue;
    }
    const numbered = found.map((source, index) => ({ name: `PLINTH_${name}_${index}`, ...source }));
    env.push(...numbered);
    prelude.push(numbered.reduceRight((otherwise, { name: own }) => `\${${own}:-${otherwise}}`, ''));
    // The first that has a value wins; the numbered ones are not handed on to the programs.
    const value = prelude.pop() ?? '';
    prelude.push(`${name}="${value}"; export ${name}; unset ${numbered.map(({ name: own }) => own).join(' ')}`);
  }
  return { env, prelude: prelude.join('\n'), missing };
}

/** Where a variable of the container comes from: `env` beats `envFrom`, and there the last one. */
function sourcesOf(container: Field, variable: string): Readonly<Record<string, Json>>[] {
  const entry = container
    .at('env')
    .items()
    .findLast((one) => one.at('name').string() === variable);
  if (entry !== undefined) {
    const value = entry.at('value').value;
    const valueFrom = entry.at('valueFrom').value;
    if (valueFrom !== undefined) return [{ valueFrom }];
    return value === undefined || value === '' ? [] : [{ value }];
  }
  const sources = container.at('envFrom').items().toReversed();
  return sources.flatMap((source): Readonly<Record<string, Json>>[] => {
    const prefix = source.at('prefix').string() ?? '';
    if (!variable.startsWith(prefix)) return [];
    const key = variable.slice(prefix.length);
    const secret = source.at('secretRef', 'name').string();
    const configMap = source.at('configMapRef', 'name').string();
    if (secret !== undefined) return [{ valueFrom: { secretKeyRef: { name: secret, key, optional: true } } }];
    if (configMap === undefined) return [];
    return [{ valueFrom: { configMapKeyRef: { name: configMap, key, optional: true } } }];
  });
}
