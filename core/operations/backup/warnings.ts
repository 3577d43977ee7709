import type { Found } from './find.ts';
import { LOGIN_WARNING } from './login.ts';
import type { BackupParameters } from './parameters.ts';

/** What a person should know of a backup before. */
export function warningsOf(
  { source, method, destination, login, account, network }: Found,
  { recipients, method: asked }: BackupParameters,
): string[] {
  const plain =
    recipients.length === 0 ? ['It is not encrypted by Plinth: who can read the destination can read the data.'] : [];
  const missing =
    method.leavesOut.length === 0 ? [] : [`A ${asked} backup does not hold: ${method.leavesOut.join('; ')}.`];
  const near =
    destination.kind === 'claim'
      ? [`The claim ${destination.claim} is in the same cluster: it does not outlive the cluster.`]
      : [];
  const as = account === undefined ? [] : [`It logs in as ${account.user}, by the Secret ${account.secret}.`];
  return [
    source.why,
    ...as,
    ...missing,
    ...plain,
    ...near,
    ...network,
    ...(login === undefined ? [] : [LOGIN_WARNING]),
  ];
}
