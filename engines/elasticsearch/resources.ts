import { readVariable } from '../configuration/environment.ts';
import { heapOfFiles, heapOfVariables, JVM_SIZE } from '../configuration/jvm-heap.ts';
import { GIB, inMebibytes, readSize } from '../configuration/sizes.ts';
import type { EngineContext } from '../model/engine.ts';
import type { EngineResources, NodeSetting, Reserved, Unsaid } from '../model/resources.ts';

const HEAP = 'https://www.elastic.co/docs/reference/elasticsearch/jvm-settings#set-jvm-heap-size';
const OPTION_FILES = /\/jvm\.options(?:\.d\/[^/]+\.options)?$/u;

export const resources: EngineResources = {
  // What Elastic's own operator gives a node when nothing is said.
  floor: {
    value: { cpu: '500m', memory: '2Gi' },
    source: 'https://www.elastic.co/docs/deploy-manage/deploy/cloud-on-k8s/manage-compute-resources',
  },
  reserved: (context) => heaps(context),
  advised: { value: (limit) => limit / 2, source: HEAP },
  holdsData: false,
  unsaid,
  node,
};

/** The variable beats the option files; bitnami's images have one of their own. */
function heaps({ container, variant }: EngineContext): readonly Reserved[] {
  const own = variant === 'bitnami' ? ofBitnami({ container }) : undefined;
  const heap = heapOfVariables(container, ['ES_JAVA_OPTS']) ?? own ?? heapOfFiles(container, OPTION_FILES);
  return heap === undefined ? [] : [heap];
}

function ofBitnami({ container }: Pick<EngineContext, 'container'>): Reserved | undefined {
  const found = readVariable(container, 'ELASTICSEARCH_HEAP_SIZE');
  const bytes = found?.state === 'known' ? readSize(found.value, JVM_SIZE) : undefined;
  if (found?.state !== 'known' || bytes === undefined) return undefined;
  const { source } = found.variable;
  const resized = (wanted: number) => [{ source, text: JVM_SIZE.write(wanted) }];
  return { name: 'ELASTICSEARCH_HEAP_SIZE', text: found.value, bytes, source, resized };
}

/** Since 7.11 the heap is sized by the container's limit; before, it is 1 GB whatever the limit is. */
function unsaid(context: EngineContext, limit: number): Unsaid | undefined {
  const { version, container, variant } = context;
  const isSized = version === undefined || version.major > 7 || (version.major === 7 && (version.minor ?? 11) >= 11);
  const isSaid = container.environment.variables.has('ES_JAVA_OPTS');
  const isOnFile = container.files.some(({ path }) => OPTION_FILES.test(path));
  if (isSized || isSaid || isOnFile || variant !== 'official') return undefined;
  const heap = JVM_SIZE.write(Math.min(limit / 2, 31 * GIB));
  return {
    what: `takes a heap of 1 GB whatever the limit is, and half of it would be ${inMebibytes(limit / 2)} MiB`,
    said: { variables: { ES_JAVA_OPTS: `-Xms${heap} -Xmx${heap}` } },
    title: `-Xms${heap} -Xmx${heap}`,
  };
}

/** A node that other nodes can reach refuses to start without. */
function node({ settings }: EngineContext): readonly NodeSetting[] {
  const isMapped =
    settings.get('node.store.allow_mmap')?.value !== 'false' && settings.get('index.store.type')?.value !== 'niofs';
  return isMapped
    ? [
        {
          name: 'vm.max_map_count ≥ 262144',
          sign: /max_map_count/u,
          why: 'the bootstrap check stops a node of a cluster, and a single one runs out of mappings',
          source: 'https://www.elastic.co/docs/deploy-manage/deploy/self-managed/vm-max-map-count',
        },
      ]
    : [];
}
