import type { Inherited } from '../../engines/model/dump.ts';
import type { Container } from '../../engines/model/workload.ts';
import type { ApiObject } from '../cluster/connection.ts';
import { loginKey, sourcesOf } from './job-variables.ts';

/** What of a login stands in the server's container as plain text. */
export type PlainLogin =
  | {
      /** By the Secret's key. */
      readonly values: Readonly<Record<string, string>>;
      readonly unreadable: undefined;
    }
  | {
      readonly values: undefined;
      /** A variable whose text refers to another one that cannot be seen. */
      readonly unreadable: string;
    };

/** Looks for passwords that the container has as plain text; Jobs may have them only through a Secret. Undefined where there is none. */
export function plainLogin(container: Container, inherits: readonly Inherited[]): PlainLogin | undefined {
  const values: Record<string, string> = {};
  for (const { name, from, plain } of inherits) {
    if (plain === true) continue;
    const sources = from.flatMap((variable) =>
      sourcesOf(container.field, variable).map((source) => ({ ...source, variable })),
    );
    for (const [index, { kind, variable }] of sources.entries()) {
      if (kind !== 'text') continue;
      const value = container.environment.variables.get(variable)?.value;
      // What is left of `$(NAME)` names a variable that is out of sight.
      if (value === undefined || /\$\([A-Za-z_]/u.test(value)) return { values: undefined, unreadable: variable };
      values[loginKey(name, index)] = value;
    }
  }
  return Object.keys(values).length === 0 ? undefined : { values, unreadable: undefined };
}

/** The Secret that holds them for one operation. */
export function loginSecret(
  { namespace, name, operation }: { readonly namespace: string; readonly name: string; readonly operation: string },
  values: Readonly<Record<string, string>>,
): ApiObject {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name,
      namespace,
      labels: { 'app.kubernetes.io/managed-by': 'plinth', 'plinth.dev/operation': operation },
    },
    immutable: true,
    stringData: values,
  };
}
