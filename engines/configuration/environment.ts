import { isUnknown } from '../model/object.ts';
import type { Container, EnvironmentVariable } from '../model/workload.ts';

/** What a variable says: its value, that it is set to something out of sight, or that it is not set (as far as can be seen). */
export type Variable =
  | { readonly state: 'known'; readonly value: string; readonly variable: EnvironmentVariable }
  | { readonly state: 'unknown'; readonly variable: EnvironmentVariable }
  | undefined;

/** The first of these variables that the container sets; later names are older spellings. */
export function readVariable({ environment }: Container, ...names: readonly string[]): Variable {
  for (const name of names) {
    const variable = environment.variables.get(name);
    if (variable === undefined) continue;
    const { value } = variable;
    const isKnown = value !== undefined && !isUnknown(value) && !/\$\([A-Za-z_]/u.test(value);
    return isKnown ? { state: 'known', value, variable } : { state: 'unknown', variable };
  }
  return undefined;
}

/** The value of the first of these variables that is set, where it can be seen. */
export function valueOf(container: Container, ...names: readonly string[]): string | undefined {
  const variable = readVariable(container, ...names);
  return variable?.state === 'known' ? variable.value : undefined;
}

/** The variables whose name fits. */
export function variablesLike({ environment }: Container, pattern: RegExp): EnvironmentVariable[] {
  return [...environment.variables.values()].filter(({ name }) => pattern.test(name));
}

/**
 * False when a variable that decides about configuration may be set where it cannot be seen: by a template, or a ConfigMap out of
 * sight. Secrets taken in whole do not count: they carry credentials, not directories.
 */
export function configurationVariablesSeen({ environment, field }: Container): boolean {
  if (environment.complete) return true;
  const isOpen = field.object.isOpen(field.path, 'env') || field.object.isOpen([...field.path, 'env']);
  const list = field.at('env');
  const sources = field.at('envFrom');
  if (isOpen || list.unknown || sources.unknown || list.items().some((entry) => !entry.at('name').known)) return false;
  const seen = new Set([...environment.variables.values()].map(({ source }) => source.object.name));
  return (
    sources.items().length > 0 &&
    sources.items().every((entry) => {
      const configMap = entry.at('configMapRef', 'name').string();
      return entry.at('secretRef').exists || (configMap !== undefined && seen.has(configMap));
    })
  );
}
