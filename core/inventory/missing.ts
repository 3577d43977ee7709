import type { LiveDatabase, MissingRight } from './model.ts';

/** Rights beyond watching that turned out to be missing. */
export interface Refusals {
  /** Statistics of nodes. */
  readonly statistics: boolean;
  /** Namespaces in which ConfigMaps may not be read. */
  readonly configMaps: readonly string[];
}

/** Rights that are missing for asking members, for used space and for configuration, with what that hides. */
export function missingByAsking(databases: Iterable<LiveDatabase>, refusals: Refusals): MissingRight[] {
  const refused = new Set<string>();
  for (const { namespace, members } of databases) {
    if (members.some(({ asked }) => asked.state === 'refused')) refused.add(namespace);
  }
  const exec = [...refused].sort().map((namespace) => ({
    right: `get and create pods/exec in ${namespace}`,
    namespace,
    consequence: 'roles, lag and versions are not asked of the databases there; only readiness is known',
  }));
  const configuration = [...refusals.configMaps].sort().map((namespace) => ({
    right: `get configmaps in ${namespace}`,
    namespace,
    consequence: 'settings that databases there have in ConfigMaps, and their known backups, are not known',
  }));
  const statistics = {
    right: 'get nodes/proxy',
    namespace: undefined,
    consequence: 'used space is measured by df in each member, where one may run commands there; else it is not known',
  };
  return [...exec, ...configuration, ...(refusals.statistics ? [statistics] : [])];
}
