import { Field } from '../../engines/model/field.ts';
import type { ManifestObject } from '../documents/index.ts';
import type { PackedField, PackedType, Schemas } from './catalogue.ts';
import type { Shape } from './shape.ts';

/** Kinds that CustomResourceDefinitions of the workspace define, beside Kubernetes' own. */
export class WithCustomKinds implements Schemas {
  readonly version: string;
  readonly #own: Schemas;
  readonly #kinds = new Map<string, string>();
  readonly #types = new Map<string, PackedType>();

  constructor(own: Schemas, definitions: readonly ManifestObject[]) {
    this.version = own.version;
    this.#own = own;
    for (const definition of definitions) this.#read(definition);
  }

  typeOfKind(apiVersion: string, kind: string): string | undefined {
    return this.#own.typeOfKind(apiVersion, kind) ?? this.#kinds.get(`${apiVersion} ${kind}`);
  }

  type(name: string): PackedType | undefined {
    return this.#types.get(name) ?? this.#own.type(name);
  }

  kinds(): readonly { readonly apiVersion: string; readonly kind: string }[] {
    const custom = [...this.#kinds.keys()].map((key) => {
      const [apiVersion = '', kind = ''] = key.split(' ');
      return { apiVersion, kind };
    });
    return [...this.#own.kinds(), ...custom];
  }

  /** Source: https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema */
  #read(definition: ManifestObject): void {
    const spec = new Field(definition, ['spec']);
    const group = spec.at('group').string();
    const kind = spec.at('names', 'kind').string();
    if (group === undefined || kind === undefined) return;
    for (const version of spec.at('versions').items()) {
      const name = version.at('name').string();
      const schema = version.at('schema', 'openAPIV3Schema');
      if (name === undefined || !schema.at('properties').exists) continue;
      const type = `${group}/${name}.${kind}`;
      const metadata = this.#own.typeOfKind('v1', 'Pod');
      const shape = metadata && this.#own.type(metadata)?.p?.['metadata']?.[0];
      this.#add(type, schema, {
        apiVersion: ['s'],
        kind: ['s'],
        ...(shape === undefined ? {} : { metadata: [shape] }),
      });
      this.#kinds.set(`${group}/${name} ${kind}`, type);
    }
  }

  /** A type of a schema's properties; `always` stands beside them whatever they say. */
  #add(name: string, schema: Field, always: Readonly<Record<string, PackedField>> = {}): void {
    const fields = schema
      .at('properties')
      .entries()
      .map(([key, field]): [string, PackedField] => {
        const shape = this.#shapeOf(`${name}.${key}`, field);
        const documentation = field.at('description').string();
        return [key, documentation === undefined ? [shape] : [shape, documentation]];
      });
    const documentation = schema.at('description').string();
    this.#types.set(name, {
      ...(documentation === undefined ? {} : { d: documentation }),
      p: { ...Object.fromEntries(fields), ...always },
      r: schema.at('required').strings(),
    });
  }

  #shapeOf(name: string, schema: Field): Shape {
    if (schema.at('x-kubernetes-int-or-string').boolean() === true) return 'x';
    const isOpen = schema.at('x-kubernetes-preserve-unknown-fields').boolean() === true;
    switch (schema.at('type').string()) {
      case 'string':
        return 's';
      case 'integer':
        return 'i';
      case 'number':
        return 'n';
      case 'boolean':
        return 'b';
      case 'array':
        return `[]${this.#shapeOf(`${name}Item`, schema.at('items'))}`;
      case 'object': {
        if (isOpen) return '*';
        if (schema.at('properties').exists) {
          this.#add(name, schema);
          return `@${name}`;
        }
        const values = schema.at('additionalProperties');
        return typeof values.value === 'object' && values.value !== null
          ? `{}${this.#shapeOf(`${name}Value`, values)}`
          : '*';
      }
      case undefined:
      default:
        return '*';
    }
  }
}
