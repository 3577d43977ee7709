// The volumes behind the claims of a set, as kubectl tells them.
import type { BackupLab } from '../backup-operations/lab.ts';

/** Volumes by the names of the claims that are bound to them; those of the set, and those that were kept of it. */
export async function volumesByClaim(
  { practice: { here } }: BackupLab,
  set: string,
): Promise<Readonly<Record<string, string>>> {
  const path = '{range .items[?(@.status.phase=="Bound")]}{.metadata.name}={.spec.volumeName}{"\\n"}{end}';
  const lines = (await here(['get', 'pvc', `--output=jsonpath=${path}`])).trim().split('\n');
  const pairs = lines.map((line) => line.split('=') as [string, string]);
  return Object.fromEntries(pairs.filter(([name]) => name.includes(`-${set}-`)));
}

/** A volume's reclaim policy. */
export async function policyOf({ practice: { kubectl } }: BackupLab, volume: string): Promise<string> {
  return kubectl(['get', 'pv', volume, '--output=jsonpath={.spec.persistentVolumeReclaimPolicy}']);
}

/** Has every volume of the namespace go with its claim: the tests leave nothing behind. */
export async function releaseVolumes({ practice: { here, kubectl } }: BackupLab): Promise<void> {
  const names = await here(['get', 'pvc', '--output=jsonpath={.items[*].spec.volumeName}']);
  for (const volume of names.split(' ').filter((name) => name !== ''))
    await kubectl(['patch', 'pv', volume, '--patch={"spec":{"persistentVolumeReclaimPolicy":"Delete"}}']);
}
