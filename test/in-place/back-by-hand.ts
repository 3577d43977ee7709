// What a person does who wants the old volumes back after a restore in place of a set: the steps of docs/backups.md.
import { claimFor } from '../../core/procedures/claims/claim-kept.ts';
import { keptName } from '../../core/operations/in-place/members/moves.ts';
import type { SetStanding } from '../../core/operations/in-place/members/set-standing.ts';
import type { BackupLab } from '../backup-operations/lab.ts';
import { until } from '../cluster/wait.ts';

const SPEC = '--type=merge';

/** Ends the set, gives each old volume back to a claim of its old name, and starts the set again. */
export async function goBack(lab: BackupLab, set: string, operation: string, standing: SetStanding): Promise<void> {
  const { here, kubectl, namespace } = lab.practice;
  await here(['scale', 'statefulset', set, '--replicas=0']);
  await until('no pod of the set', { seconds: 180, advice: 'Look at its pods.', every: 1_000 }, async () => {
    const pods = await here(['get', 'pods', `--selector=app=${set}`, '--output=name']);
    return pods.trim() === '' ? true : undefined;
  });
  for (const { volume, claim } of standing.volumes) {
    const now = await here(['get', 'pvc', claim.name, '--output=jsonpath={.spec.volumeName}']);
    // The restored volume would stay, too: nobody wants it any more.
    await kubectl(['patch', 'pv', now, '--patch={"spec":{"persistentVolumeReclaimPolicy":"Delete"}}']);
    await here(['delete', 'pvc', claim.name, keptName(claim.name, operation)]);
    const claimRef = { namespace, name: claim.name, uid: null, resourceVersion: null };
    await kubectl(['patch', 'pv', volume, SPEC, `--patch=${JSON.stringify({ spec: { claimRef } })}`]);
    await here(['create', '--filename=-'], JSON.stringify(claimFor(namespace, volume, claim)));
  }
  for (const { name, holder } of standing.leases)
    await here(['patch', 'lease', name, SPEC, `--patch=${JSON.stringify({ spec: { holderIdentity: holder } })}`]);
  await here(['scale', 'statefulset', set, `--replicas=${String(standing.replicas)}`]);
}
