// Two servers: one with its password in a Secret, one whose password stands in its workload as plain text.
import { randomBytes } from 'node:crypto';
import { MYSQL, POSTGRESQL, serverSet, type ServerKind } from '../backup-operations/kinds.ts';

/** The part of a password that is the same in JSON, YAML, SQL and a shell; what stands round it is not. */
export const core = (): string => randomBytes(12).toString('hex');

export const postgresqlWith = (secret: string): ServerKind => ({
  ...POSTGRESQL,
  password: { ...POSTGRESQL.password, value: `it's "${secret}" \\ $x` },
});

interface Set {
  readonly kind: string;
  readonly spec: {
    readonly template: { readonly spec: { readonly containers: { env: object[]; livenessProbe?: object }[] } };
  };
}

/** A MySQL `plain`, its password in its environment and in a probe as plain text. The probe is never run: it would stand among the processes. */
export function plainMysql(secret: string): object[] {
  const text = JSON.stringify(serverSet(MYSQL)).replaceAll('"orders"', '"plain"');
  const objects = (JSON.parse(text) as Set[]).filter(({ kind }) => kind === 'StatefulSet' || kind === 'Service');
  for (const { kind, spec } of objects)
    if (kind === 'StatefulSet')
      for (const container of spec.template.spec.containers) {
        container.env = [{ name: MYSQL.password.variable, value: `it's ${secret}` }];
        const command = ['mysqladmin', 'ping', '-uroot', `-pit's ${secret}`];
        container.livenessProbe = { initialDelaySeconds: 86_400, exec: { command } };
      }
  return objects;
}
