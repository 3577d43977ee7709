import type { Database } from '../../../engines/model/database.ts';
import type { Json } from '../../../engines/model/object.ts';

type Fields = Readonly<Record<string, Json>>;

/** The official images' own entrypoint. https://github.com/docker-library/official-images */
const ENTRYPOINT = 'docker-entrypoint.sh';
/** What the official images run once, in an empty data directory: a restored server gets all of that from the backup, and would be taken for a full one. */
const FIRST_START = '/docker-entrypoint-initdb.d';

/**
 * Whether a script of the workload's own starts the server. Such scripts find the other members, copy the primary, or wait for it: a new instance would join the source,
 * or never start.
 */
export function startsByScript({ container, engine }: Pick<Database, 'container' | 'engine'>): boolean {
  const [first] = [...container.command, ...container.args];
  if (first === undefined || first.value.startsWith('-')) return false;
  const program = first.value.replace(/^.*\//u, '');
  return ![...engine.serverCommands, ENTRYPOINT].includes(program);
}

/** A pod of the server alone, started by its image's entrypoint: without the workload's scripts, init containers and sidecars, and without its rights. */
export function withoutScripts(spec: Fields, { container }: Pick<Database, 'container'>): Fields {
  const containers = (spec['containers'] as readonly Fields[]).filter(({ name }) => name === container.name);
  const left = new Set(['initContainers', 'containers', 'shareProcessNamespace']);
  const kept = Object.fromEntries(Object.entries(spec).filter(([key]) => !left.has(key)));
  return {
    ...kept,
    automountServiceAccountToken: false,
    containers: containers.map((one) => {
      const args = (one['args'] ?? []) as readonly string[];
      // Arguments of the server itself are handed on by the script, and kept.
      const isServers = args[0]?.startsWith('-') === true;
      const dropped = new Set(['command', ...(isServers ? [] : ['args'])]);
      return Object.fromEntries(Object.entries(one).filter(([key]) => !dropped.has(key)));
    }),
  };
}

const isFirstStart = (path: string): boolean => path === FIRST_START || path.startsWith(`${FIRST_START}/`);

/** The same pod without what the image would run at its first start, and without volumes that nobody mounts then. */
export function withoutFirstStart(spec: Fields): Fields {
  const strip = (one: Fields): Fields => {
    const mounts = one['volumeMounts'] as readonly Fields[] | undefined;
    if (mounts === undefined) return one;
    return { ...one, volumeMounts: mounts.filter(({ mountPath }) => !isFirstStart(mountPath as string)) };
  };
  const containers = (spec['containers'] as readonly Fields[]).map(strip);
  const init = (spec['initContainers'] ?? []) as readonly Fields[];
  const mounted = new Set(
    [...containers, ...init].flatMap((one) =>
      ((one['volumeMounts'] ?? []) as readonly Fields[]).map(({ name }) => name),
    ),
  );
  const volumes = spec['volumes'] as readonly Fields[] | undefined;
  return {
    ...spec,
    containers,
    ...(volumes === undefined ? {} : { volumes: volumes.filter(({ name }) => mounted.has(name)) }),
  };
}
