import { changingEngineOf } from '../../../engines/changing.ts';
import type { Database } from '../../../engines/model/database.ts';
import { Field } from '../../../engines/model/field.ts';
import type { EnvironmentVariable, MountedFile } from '../../../engines/model/workload.ts';
import { changeRule } from '../rule.ts';
import { ordersSet, passwordFrom } from './example.ts';

export const initOnlySetting = changeRule({
  id: 'change/init-only-setting',
  severity: 'warning',
  title: 'Changed setting that only the first start reads',
  why: `Images make the first user, the first database and the first password when they find an empty data directory, and never again. A new POSTGRES_PASSWORD restarts the database and
changes nothing in it: the old password goes on working, the new one does not, and applications that read the same Secret are locked out. The same goes for new scripts in
\`/docker-entrypoint-initdb.d\`.`,
  when: `Fires when such a variable, or a script that a ConfigMap puts into the image's directory for the first start, becomes another one on a database that keeps its volume. Silent for images whose first
start is not known, for databases that are new, and for changes of a Secret's content, which no manifest shows.`,
  sources: [
    'https://hub.docker.com/_/postgres',
    'https://hub.docker.com/_/mysql',
    'https://mariadb.com/kb/en/mariadb-server-docker-official-image-environment-variables/',
    'https://hub.docker.com/_/mongo',
  ],
  exampleBefore: ordersSet({ environment: passwordFrom('orders') }),
  examples: {
    bad: ordersSet({ environment: passwordFrom('orders-2026') }),
    good: ordersSet({ environment: passwordFrom('orders'), image: 'postgres:16.6' }),
  },
  *check({ before, after, isMoved }) {
    if (after?.engine.id !== before.engine.id || isMoved || before.cache) return;
    const engine = changingEngineOf(after.engine.id);
    const names = engine?.firstStartOnly(after.context) ?? new Set<string>();
    for (const [name, fresh] of after.container.environment.variables) {
      const old = before.container.environment.variables.get(name);
      if (!names.has(name) || old === undefined || !differs(old, fresh)) continue;
      yield {
        source: fresh.source,
        message: `${name} is read when the data directory is empty, and never again: this changes nothing in the database that exists. ${insteadOf(name)}`,
        thing: `variable:${name}`,
      };
    }
    for (const directory of engine?.firstStartScripts(after.context) ?? [])
      for (const file of scriptsOf(after, directory)) {
        const old = scriptsOf(before, directory).find(({ path }) => path === file.path);
        if (old?.text === file.text) continue;
        yield {
          source: file.source,
          message: `${file.path} runs when the data directory is empty, and never again: in the database that exists it does not run. Bring the change in by a migration.`,
          thing: `file:${file.path}`,
        };
      }
  },
});

/** By what is written: where the value comes from, or the value itself. */
function differs(before: EnvironmentVariable, after: EnvironmentVariable): boolean {
  if (before.from === 'secret' && after.from === 'secret') return referenceOf(before) !== referenceOf(after);
  // One that moves into a Secret, or out of one, may be the same.
  return before.value !== undefined && after.value !== undefined && before.value !== after.value;
}

/** The Secret and the key that a variable names. */
function referenceOf({ source }: EnvironmentVariable): string {
  const at = source.path.indexOf('env');
  const entry = new Field(source.object, source.path.slice(0, at + 2)).at('valueFrom', 'secretKeyRef');
  return at < 0 ? '' : `${entry.at('name').string() ?? ''} ${entry.at('key').string() ?? ''}`;
}

const scriptsOf = ({ container }: Database, directory: string): readonly MountedFile[] =>
  container.files.filter(({ path }) => path.startsWith(`${directory}/`));

function insteadOf(name: string): string {
  return name.includes('PASSWORD')
    ? 'Change the password in the server (ALTER USER, ALTER ROLE), then in the Secret that its clients read.'
    : 'Make the change in the server itself.';
}
