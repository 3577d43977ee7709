import { Field } from './field.ts';
import type { ObjectLookup } from './lookup.ts';
import type { Environment, EnvironmentVariable } from './workload.ts';
import { expand } from './words.ts';

/**
 * A container's variables: `env` beats `envFrom`, later `envFrom` beats earlier. Values from Secrets are never read.
 * `complete` is false when a source is out of sight or a template may add to the list.
 */
export function readEnvironment(container: Field, lookup: ObjectLookup): Environment {
  const variables = new Map<string, EnvironmentVariable>();
  let complete = ['env', 'envFrom'].every(
    (key) => !container.object.isOpen(container.path, key) && !container.object.isOpen([...container.path, key]),
  );
  for (const from of container.at('envFrom').items()) {
    const configMap = from.at('configMapRef', 'name').string();
    const [object] = configMap === undefined ? [] : lookup.named('ConfigMap', container.object, configMap);
    if (object === undefined) {
      complete = false;
      continue;
    }
    const prefix = from.at('prefix').string() ?? '';
    for (const [key, field] of new Field(object).at('data').entries()) {
      const name = prefix + key;
      variables.set(name, { name, value: field.string(), from: 'config-map', source: field.source });
    }
  }
  for (const entry of container.at('env').items()) {
    const variable = readVariable(entry, variables, lookup);
    if (variable === undefined) complete = false;
    else variables.set(variable.name, variable);
  }
  return { variables, complete };
}

function readVariable(
  entry: Field,
  earlier: ReadonlyMap<string, EnvironmentVariable>,
  lookup: ObjectLookup,
): EnvironmentVariable | undefined {
  const name = entry.at('name').string();
  if (name === undefined) return undefined;
  const literal = entry.at('value');
  if (literal.exists) {
    const text = literal.known && typeof literal.value !== 'object' ? String(literal.value) : undefined;
    return {
      name,
      value: text === undefined ? undefined : expand(text, earlier),
      from: 'literal',
      source: literal.source,
    };
  }
  const from = entry.at('valueFrom');
  const reference = from.at('configMapKeyRef');
  if (reference.exists) {
    const [object] = lookup.named('ConfigMap', entry.object, reference.at('name').string() ?? '');
    const value = object && new Field(object).at('data', reference.at('key').string() ?? '');
    return {
      name,
      value: value?.string(),
      from: 'config-map',
      source: value?.exists ? value.source : reference.source,
    };
  }
  if (from.at('secretKeyRef').exists) return { name, value: undefined, from: 'secret', source: entry.source };
  if (from.exists) return { name, value: undefined, from: 'field', source: entry.source };
  // A variable without value and without source is the empty string.
  return entry.object.isOpen(entry.path, 'value')
    ? { name, value: undefined, from: 'literal', source: entry.source }
    : { name, value: '', from: 'literal', source: entry.source };
}
