import type { Database } from '../../../engines/model/database.ts';
import { dataVolume } from './data-claim.ts';

/** True for the name of a claim that holds this database's data: the claim's own, or one that its template makes. */
export function isDataClaimName(database: Database, claimName: string): boolean {
  const volume = dataVolume(database);
  if (volume === undefined) return false;
  if (volume.kind === 'claim') return volume.claimName === claimName;
  const { name } = database.workload;
  if (volume.kind !== 'claim-template' || volume.name === undefined || name === undefined) return false;
  const prefix = `${volume.name}-${name}-`;
  return claimName.startsWith(prefix) && /^\d+$/u.test(claimName.slice(prefix.length));
}
