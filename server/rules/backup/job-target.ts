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
  const job = buildModel(object, lookup, { recognise }, [])?.backup;
  if (job === undefined || family(job.engine.id) !== family(database.engine.id)) return false;
  const hosts = hostsOf(job);
  if (hosts.includes(undefined)) return true;
  return hosts.length === 0 || hosts.some((host) => host?.split(/[^\w-]+/u).some((word) => names.includes(word)));
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
