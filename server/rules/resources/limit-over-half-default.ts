import type { Database } from '../../../engines/model/database.ts';
import type { Unsaid } from '../../../engines/model/resources.ts';
import { databaseRule } from '../rule.ts';
import type { Fix } from '../rule.ts';
import { exampleSet } from '../example-set.ts';
import { containerPhrase } from '../probes/container.ts';
import { askedBy, isLasting } from './asked.ts';

export const limitOverHalfDefault = databaseRule({
  id: 'resources/limit-over-half-default',
  severity: 'info',
  title: 'Nobody has said how much of the limit the cache or heap may take',
  why: `MongoDB and the engines on a JVM size their cache or heap by themselves when nothing says how large it shall be. Some go by the memory of the node, which is not
theirs, and are killed when they reach the limit of the container; some take a fixed size that fits few limits; and with all of them a new limit changes the cache
without anybody having decided it.`,
  when: `Fires under a memory limit for MongoDB without \`cacheSizeGB\`, for Cassandra without a heap size (its start script asks the node), and for Elasticsearch before 7.11
without one (1 GB, whatever the limit is). Silent without a limit, where the size or the configuration may be out of sight, and for newer Elasticsearch, which sizes
its heap by the limit.`,
  sources: [
    'https://www.mongodb.com/docs/manual/reference/configuration-options/#mongodb-setting-storage.wiredTiger.engineConfig.cacheSizeGB',
    'https://github.com/apache/cassandra/blob/cassandra-4.1/conf/cassandra-env.sh',
    'https://www.elastic.co/docs/reference/elasticsearch/jvm-settings#set-jvm-heap-size',
  ],
  whenItRuns: `The change of the pod template restarts the members one by one. The variables and arguments of a bare Pod cannot be changed: delete it and create it again, at a time
when clients can do without it.`,
  examples: { bad: example('[--replSet, rs0]'), good: example('[--replSet, rs0, --wiredTigerCacheSizeGB, "1"]') },
  *check(database, context) {
    const { limit, memoryLimit } = askedBy(database, context);
    const { engine, container } = database;
    if (limit === undefined || limit <= 0 || !isLasting(database) || !container.filesComplete) return;
    const unsaid = engine.resources?.unsaid?.(database.context, limit);
    if (unsaid === undefined) return;
    yield {
      source: memoryLimit.source,
      message: `${containerPhrase(database)} ${unsaid.what}.`,
      thing: `memory:${container.name ?? ''}`,
      fixes: sayIt(database, unsaid),
    };
  },
});

/** Only variables, and arguments behind others of the same server, are added: what a script makes of them nobody knows. */
function sayIt({ container, workload }: Database, { said, title }: Unsaid): Fix[] {
  const { object } = workload;
  const isPod = workload.kind === 'Pod';
  const kind = isPod ? 'careful' : 'safe';
  const whole = `Say it: ${title}${isPod ? ' (only before the pod is created)' : ''}`;
  const { path } = container.field;
  if ('variables' in said) {
    const list = container.field.at('env');
    if (list.unknown || object.isOpen(list.path)) return [];
    const apply: Fix['apply'] = (editor) => {
      for (const [name, value] of Object.entries(said.variables))
        editor.append(object, [...path, 'env'], { name, value });
    };
    return [{ title: whole, kind, apply }];
  }
  const args = container.field.at('args');
  const isPlain = container.command.length === 0 && container.scripts.length === 0 && args.known;
  const [first] = container.args;
  if (!isPlain || first === undefined || !/^(?:-|mongod$)/u.test(first.value) || object.isOpen(args.path)) return [];
  const apply: Fix['apply'] = (editor) => {
    for (const word of said.words) editor.append(object, args.path, word);
  };
  return [{ title: whole, kind, apply }];
}

function example(args: string): string {
  return exampleSet({
    name: 'mongo',
    image: 'mongo:7.0',
    container: `args: ${args}
resources:
  requests: { cpu: "1", memory: 4Gi }
  limits: { memory: 4Gi }
`,
  });
}
