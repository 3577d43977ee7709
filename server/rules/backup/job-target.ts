import { clientCall } from '../../../engines/clients/index.ts';
import { readCalls } from '../../../engines/configuration/calls.ts';
import { buildModel } from '../../../engines/model/builder.ts';
import type { BackupJob, Database } from '../../../engines/model/database.ts';
import type { EngineId } from '../../../engines/model/engine.ts';
import type { ObjectLookup } from '../../../engines/model/lookup.ts';
import { isUnknown } from '../../../engines/model/object.ts';
import type { KubeObject } from '../../../engines/model/object.ts';
import { recognise } from '../../../engines/recognise.ts';

/** Engines whose tools dump each other. */
const ALIKE: Readonly<Partial<Record<EngineId, EngineId>>> = { mysql: 'mariadb', valkey: 'redis' };
const family = (engine: EngineId): EngineId => ALIKE[engine] ?? engine;

/** Variables that say where a server is. */
const WHERE = /(?:^|_)(?:HOST|HOSTNAME|HOSTS|SERVER|ADDR|ADDRESS|ENDPOINT|URL|URI|DSN)$|^PGHOST$/u;

/** What a CronJob says of itself: which engine it backs up, and where. */
interface Target {
  readonly engine: EngineId;
  /** The words of the hosts' names (`orders-0`, `orders`, `shop`, `svc`). */
  readonly words: readonly string[];
  /** It names no host, or one that cannot be seen. */
  readonly unclear: boolean;
}

/**
 * True for a job that backs up a database of this engine, and either says its name in what ConfigMaps bring or names nobody at all: the host is out of
 * sight, or forgotten, and which one is meant is not for us to doubt. `names` are what the database is called by.
 */
export function mayMean(
  object: KubeObject,
  database: Database,
  names: readonly string[],
  lookup: ObjectLookup,
): boolean {
  const target = targetOf(object, lookup);
  if (target === undefined || family(target.engine) !== family(database.engine.id)) return false;
  return target.unclear || target.words.some((word) => names.includes(word));
}

/** Of jobs that say all by themselves: many databases ask the same ones. */
const targets = new WeakMap<KubeObject, { readonly target: Target | undefined }>();

/** Answers that there is nothing else. */
const NOTHING: ObjectLookup = {
  partial: true,
  named: () => [],
  selecting: () => [],
  mountingClaim: () => [],
  bearing: () => [],
  targeting: () => [],
  volumesOfClass: () => [],
  all: () => [],
};

/** What shows that a job has to do with a backup at all, if only by its name; what is in a ConfigMap is mostly named like it. */
const SIGNS =
  /back-?up|dump|snapshot|postg|pg_|psql|wal-?g|barman|mysql|maria|mongo|redis|valkey|cassandra|nodetool|medusa|elastic|opensearch/iu;

const tells = new WeakMap<KubeObject, { readonly asksOthers: boolean; readonly mayBackUp: boolean }>();

function tellOf(object: KubeObject): { readonly asksOthers: boolean; readonly mayBackUp: boolean } {
  const known = tells.get(object);
  if (known !== undefined) return known;
  const text = JSON.stringify(object.body);
  const tell = { asksOthers: text.includes('onfigMap'), mayBackUp: SIGNS.test(text) };
  tells.set(object, tell);
  return tell;
}

function targetOf(object: KubeObject, lookup: ObjectLookup): Target | undefined {
  const known = targets.get(object);
  if (known !== undefined) return known.target;
  const { asksOthers, mayBackUp } = tellOf(object);
  if (!mayBackUp) return undefined;
  // What a ConfigMap brings changes with it, so that is read anew each time.
  const job = buildModel(object, asksOthers ? lookup : NOTHING, { recognise }, [])?.backup;
  const hosts = job === undefined ? [] : hostsOf(job);
  const target = job && {
    engine: job.engine.id,
    words: hosts.flatMap((host) => host?.split(/[^\w-]+/u) ?? []),
    unclear: hosts.length === 0 || hosts.includes(undefined),
  };
  if (!asksOthers) targets.set(object, { target });
  return target;
}

/** The hosts that a job asks; undefined stands for one that cannot be seen. */
function hostsOf({ container }: BackupJob): (string | undefined)[] {
  const { variables } = container.environment;
  const said = readCalls(container).flatMap((call) => clientCall(call)?.host?.value ?? []);
  const set = [...variables.values()].filter(({ name }) => WHERE.test(name)).map(({ value }) => value);
  return [...said, ...set].map((host) =>
    host === undefined || isUnknown(host) || /[$<]/u.test(host) ? undefined : host,
  );
}
