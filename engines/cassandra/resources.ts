import { readVariable } from '../configuration/environment.ts';
import { heapOfFiles, heapOfVariables, JVM_SIZE } from '../configuration/jvm-heap.ts';
import { GIB, inMebibytes, MIB, readSize } from '../configuration/sizes.ts';
import type { EngineContext } from '../model/engine.ts';
import type { EngineResources, Replacement, Reserved, Unsaid } from '../model/resources.ts';

const ENVIRONMENT =
  'https://github.com/apache/cassandra/blob/cassandra-4.1/conf/cassandra-env.sh (calculate_heap_sizes)';
const OPTION_FILES = /\/jvm(?:\d+)?(?:-server)?\.options$/u;
/** What cassandra-env.sh gives the young generation at most. */
const YOUNG = 4;

export const resources: EngineResources = {
  // 1 GB of heap is the least that its own script chooses for such a machine; makers ask for 8 GB and two cores in production.
  floor: { value: { cpu: '500m', memory: '2Gi' }, source: ENVIRONMENT },
  reserved: (context) => heaps(context),
  advised: {
    value: (limit) => Math.max(Math.min(limit / 2, GIB), Math.min(limit / 4, 8 * GIB)),
    source: ENVIRONMENT,
  },
  holdsData: false,
  unsaid,
  node: () => [
    {
      name: 'vm.max_map_count ≥ 1048575',
      sign: /max_map_count/u,
      why: 'each data file is mapped in parts, and a node with many of them dies of it',
      source: 'https://docs.datastax.com/en/cassandra-oss/3.0/cassandra/install/installRecommendSettings.html',
    },
  ],
};

/** Options files and JVM_OPTS beat what cassandra-env.sh makes of MAX_HEAP_SIZE. */
function heaps({ container }: EngineContext): readonly Reserved[] {
  const heap =
    heapOfVariables(container, ['JVM_EXTRA_OPTS', 'JVM_OPTS']) ??
    heapOfFiles(container, OPTION_FILES) ??
    ofScript({ container });
  return heap === undefined ? [] : [heap];
}

function ofScript({ container }: Pick<EngineContext, 'container'>): Reserved | undefined {
  const most = readVariable(container, 'MAX_HEAP_SIZE');
  const young = readVariable(container, 'HEAP_NEWSIZE');
  const bytes = most?.state === 'known' ? readSize(most.value, JVM_SIZE) : undefined;
  if (most?.state !== 'known' || bytes === undefined) return undefined;
  const { source } = most.variable;
  const resized = (wanted: number): Replacement[] => {
    const size = `${inMebibytes(wanted)}M`;
    // The script wants both or none.
    const part =
      young?.state === 'known' && (readSize(young.value, JVM_SIZE) ?? 0) > wanted / YOUNG ? young : undefined;
    return [
      { source, text: size },
      ...(part === undefined ? [] : [{ source: part.variable.source, text: `${inMebibytes(wanted / YOUNG)}M` }]),
    ];
  };
  return { name: 'MAX_HEAP_SIZE', text: most.value, bytes, source, resized };
}

/** The script asks `free`, which tells the memory of the node and not the limit of the container. */
function unsaid(context: EngineContext, limit: number): Unsaid | undefined {
  const { container, variant } = context;
  const { variables } = container.environment;
  const isSaid = ['MAX_HEAP_SIZE', 'JVM_OPTS', 'JVM_EXTRA_OPTS'].some((name) => variables.has(name));
  const isOnFile = container.files.some(({ path }) => OPTION_FILES.test(path) || path.endsWith('/cassandra-env.sh'));
  if (variant !== 'official' || isSaid || isOnFile || heaps(context).length > 0) return undefined;
  const wanted = Math.max(Math.min(limit / 2, GIB), Math.min(limit / 4, 8 * GIB));
  const heap = `${inMebibytes(wanted)}M`;
  return {
    what: 'sizes its heap by the memory of the node, which it sees instead of the limit: up to 8 GB',
    said: { variables: { MAX_HEAP_SIZE: heap, HEAP_NEWSIZE: `${Math.max(1, Math.floor(wanted / YOUNG / MIB))}M` } },
    title: `MAX_HEAP_SIZE=${heap}`,
  };
}
