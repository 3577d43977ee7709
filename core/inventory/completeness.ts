import type { Resource } from '../cluster/connection.ts';

/**
 * API groups of tools that back volumes or namespaces up by objects of their own, which the inventory does not read: where one is installed, a
 * database without a CronJob or a snapshot may well be backed up.
 */
const BACKUP_TOOLS: readonly { readonly group: string; readonly source: string }[] = [
  { group: 'velero.io', source: 'https://velero.io/' },
  { group: 'config.kio.kasten.io', source: 'https://docs.kasten.io/' },
  { group: 'cr.kanister.io', source: 'https://kanister.io' },
  { group: 'stash.appscode.com', source: 'https://stash.run/' },
  { group: 'core.kubestash.com', source: 'https://kubestash.com/' },
  { group: 'k8up.io', source: 'https://k8up.io/' },
  { group: 'volsync.backube', source: 'https://volsync.readthedocs.io/' },
  { group: 'gemini.fairwinds.com', source: 'https://github.com/FairwindsOps/gemini' },
  {
    group: 'longhorn.io',
    source: 'https://longhorn.io/',
  },
  { group: 'triliovault.trilio.io', source: 'https://docs.trilio.io/' },
];

/**
 * The kinds of which everything that has to do with a database is among its objects, so that a rule may conclude from what is not there.
 * `sees` says whether a kind can be read in the database's namespace; `served` is undefined before the API was asked what it serves.
 */
export function completeKinds(
  sees: (kind: string) => boolean,
  served: readonly Resource[] | undefined,
): readonly string[] {
  const isBackedUpElsewhere =
    served === undefined || served.some(({ group }) => BACKUP_TOOLS.some((tool) => isOf(group, tool.group)));
  const kinds = isBackedUpElsewhere ? ['Service'] : ['Service', 'CronJob', 'VolumeSnapshot'];
  return kinds.filter(sees);
}

const isOf = (group: string, tool: string): boolean => group === tool || group.endsWith(`.${tool}`);
