import type { Database } from '../../../engines/model/database.ts';
import type { Reserved } from '../../../engines/model/resources.ts';
import { databaseRule } from '../rule.ts';
import type { Fix } from '../rule.ts';
import { exampleSet } from '../example-set.ts';
import { containerPhrase } from '../probes/container.ts';
import { askedBy, bytesText } from './asked.ts';

/** Code, connections, sorts and the kernel's pages for its files need some, too; no server gets along with less than a tenth. */
const LARGEST_SHARE = 0.9;

export const memoryOverLimit = databaseRule({
  id: 'resources/memory-over-limit',
  severity: 'error',
  title: 'The engine is told to take more memory than its limit',
  why: `The limit of a container is hard: a process that goes beyond it is killed by the kernel, without a word in the database's own log. A cache, buffer pool or
heap that is as large as the limit or larger fills with use, so the kill comes hours or days after the start, under load, and again after each recovery.

Beside the cache a server needs memory for connections, sorts, its code, and for copies of pages while it writes a snapshot.`,
  when: `An error when what the settings in sight reserve (\`shared_buffers\`, \`innodb_buffer_pool_size\`, \`cacheSizeGB\`, \`maxmemory\`, the heap of a JVM) is as large as the
container's memory limit or larger; a warning when it leaves less than a tenth of it. Settings count wherever they stand: arguments, variables, mounted
configuration. Silent where the limit or the setting is not in sight.`,
  sources: [
    'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#how-pods-with-resource-limits-are-run',
    'https://www.postgresql.org/docs/current/runtime-config-resource.html#GUC-SHARED-BUFFERS',
    'https://dev.mysql.com/doc/refman/8.4/en/innodb-buffer-pool-resize.html',
    'https://www.elastic.co/docs/reference/elasticsearch/jvm-settings#set-jvm-heap-size',
  ],
  // A limit that the engine does not fit into is to be raised, or the engine told: then the rest can be seen.
  silences: ['resources/limit-over-half-default'],
  whenItRuns: `Either way the server restarts. Redis and Valkey hold the data themselves in this memory: with a lower \`maxmemory\` they throw keys away or refuse writes,
so compare \`used_memory\` of \`INFO memory\` first, and raise the limit of the container where the data need it.`,
  examples: { bad: example('2GB'), good: example('256MB') },
  *check(database, context) {
    const { limit, memoryLimit } = askedBy(database, context);
    const { resources } = database.engine;
    if (limit === undefined || limit <= 0 || resources === undefined) return;
    const advised = resources.advised.value(limit);
    for (const reserved of resources.reserved(database.context)) {
      const share = reserved.bytes / limit;
      if (share < LARGEST_SHARE) continue;
      const isOver = share >= 1;
      const left = isOver
        ? 'so nothing is left for anything else'
        : `which leaves ${bytesText(limit - reserved.bytes)} for all else`;
      yield {
        source: reserved.source,
        severity: isOver ? 'error' : 'warning',
        message: `${containerPhrase(database)}: ${reserved.name} ${reserved.text} is ${bytesText(reserved.bytes)}, ${Math.round(share * 100)} % of the memory limit of ${bytesText(limit)}, ${left}: the kernel kills the server once that memory fills.`,
        object: database.workload.object,
        thing: `memory:${database.container.name ?? ''}`,
        related: [{ source: memoryLimit.source, message: 'The limit' }],
        fixes: advised / limit < LARGEST_SHARE ? [lower(database, reserved, advised, limit)] : [],
      };
    }
  },
});

function lower({ engine, workload }: Database, reserved: Reserved, bytes: number, limit: number): Fix {
  const isSafe = engine.resources?.holdsData !== true && workload.kind !== 'Pod';
  const title = `Lower ${reserved.name} to ${bytesText(bytes)}, ${Math.round((bytes / limit) * 100)} % of the limit`;
  return {
    title: isSafe
      ? title
      : `${title} (${engine.resources?.holdsData === true ? 'only if the data fit' : 'only before the pod is created'})`,
    kind: isSafe ? 'safe' : 'careful',
    apply: (editor) => {
      for (const { source, text } of reserved.resized(bytes)) editor.replaceSpan(source, text);
    },
  };
}

function example(size: string): string {
  return exampleSet({
    name: 'postgres',
    image: 'postgres:17',
    container: `args: [-c, shared_buffers=${size}]
resources:
  requests: { cpu: "1", memory: 1Gi }
  limits: { memory: 1Gi }
`,
  });
}
