import type { Database } from '../../../engines/model/database.ts';
import { changeRule } from '../rule.ts';
import { holdsData, nameOfWorkload } from '../workload/speaker.ts';
import { ordersSet } from './example.ts';

export const removed = changeRule({
  id: 'change/removed',
  severity: 'warning',
  title: 'A database is no longer declared',
  why: `\`kubectl apply\` leaves alone what is no longer there; a GitOps controller that prunes deletes it. Then the pods go, and with \`whenDeleted: Delete\`, or when the claim's own file went too, the
volumes and all data. Which of the two it is depends on who applies it.`,
  when: `Fires when the workload of a database stood in the manifests before, stands nowhere now, and no other one of its engine takes its place in the same file or under the same name.`,
  sources: [
    'https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#persistentvolumeclaim-retention',
    'https://argo-cd.readthedocs.io/en/stable/user-guide/auto_sync/#automatic-pruning',
  ],
  exampleBefore: ordersSet(),
  examples: {
    bad: `apiVersion: v1
kind: Service
metadata:
  name: orders
spec:
  clusterIP: None
  selector:
    app: orders
`,
    good: ordersSet({ replicas: 0 }),
  },
  *check({ before, after }) {
    if (after !== undefined || !holdsData(before)) return;
    const { workload, engine } = before;
    const isLost = retentionOf(before) === 'Delete';
    yield {
      source: workload.root.at('metadata', 'name').source,
      message: `${nameOfWorkload(before)} is declared nowhere any more: where what is missing is pruned, this ${engine.name} is deleted.${fateOf(before)}`,
      thing: 'workload',
      ...(isLost ? { severity: 'error' as const } : {}),
    };
  },
});

const retentionOf = ({ workload }: Database): string | undefined =>
  workload.root.at('spec', 'persistentVolumeClaimRetentionPolicy', 'whenDeleted').string();

function fateOf(database: Database): string {
  const { volume } = database.data;
  if (volume?.kind === 'claim') return ` Its data are on the claim '${volume.claimName ?? ''}', and go with that.`;
  if (volume?.kind !== 'claim-template') return '';
  return retentionOf(database) === 'Delete'
    ? ' Its claims go with it (whenDeleted: Delete), and with them the data.'
    : ' Its claims stay, and so do the data, until somebody deletes them.';
}
