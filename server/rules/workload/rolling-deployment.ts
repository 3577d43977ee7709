import type { Database } from '../../../engines/model/database.ts';
import type { Volume, VolumeKind } from '../../../engines/model/workload.ts';
import { databaseRule } from '../rule.ts';
import { recreateStrategy } from './recreate-strategy.ts';
import { holdsData } from './speaker.ts';

/** Volumes that outlive a pod and that the next pod opens again. */
const LASTING: ReadonlySet<VolumeKind> = new Set(['claim', 'nfs', 'network-file-system', 'block', 'csi']);

export const rollingDeployment = databaseRule({
  id: 'workload/rolling-deployment',
  severity: 'error',
  title: 'Rolling update of a Deployment that holds a data claim',
  why: `A Deployment's default strategy starts the new pod before it stops the old one. With one claim behind both, the new pod either
opens the same files while the old server still writes to them, or it waits for a volume that the old pod will not give up until the
new one is ready. The first corrupts data (the lock file of one container says nothing to the other), the second blocks every update.

\`strategy.type: Recreate\` ends the old pod, waits until it is gone, and only then starts the new one.`,
  when: `Fires for a Deployment whose data lies on a claim (or another volume that outlives the pod) and whose strategy is
RollingUpdate, written or by default. A warning where \`maxSurge\` is 0: then the old pod is told to go first, but nobody waits for its
end. Silent for other kinds, for \`Recreate\`, and where a template decides.`,
  sources: [
    'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#strategy',
    'https://kubernetes.io/docs/tasks/run-application/run-single-instance-stateful-application/',
  ],
  whenItRuns: `\`kubectl apply\` takes the change, and no pod restarts for it. Server-side apply (\`kubectl apply --server-side\`, Flux, Argo CD
with \`ServerSideApply\`) is refused on a Deployment that exists: the API server has filled in \`rollingUpdate\`, which it does not allow
beside \`Recreate\`, and nobody takes it out. Change the Deployment once by hand, and apply the manifest then:

\`kubectl patch deployment NAME --type=merge -p '{"spec":{"strategy":{"type":"Recreate","rollingUpdate":null}}}'\``,
  examples: {
    bad: `apiVersion: apps/v1
kind: Deployment
metadata:
  name: mysql
spec:
  selector:
    matchLabels:
      app: mysql
  template:
    metadata:
      labels:
        app: mysql
    spec:
      containers:
        - name: mysql
          image: mysql:8.4
          volumeMounts:
            - name: data
              mountPath: /var/lib/mysql
      volumes:
        - name: data
          persistentVolumeClaim:
            claimName: mysql-data
`,
    good: `apiVersion: apps/v1
kind: Deployment
metadata:
  name: mysql
spec:
  strategy:
    type: Recreate
  selector:
    matchLabels:
      app: mysql
  template:
    metadata:
      labels:
        app: mysql
    spec:
      containers:
        - name: mysql
          image: mysql:8.4
          volumeMounts:
            - name: data
              mountPath: /var/lib/mysql
      volumes:
        - name: data
          persistentVolumeClaim:
            claimName: mysql-data
`,
  },
  *check(database) {
    const { workload, engine } = database;
    const volume = lastingVolume(database);
    if (workload.kind !== 'Deployment' || volume === undefined || !holdsData(database)) return;
    const strategy = workload.root.at('spec', 'strategy');
    const type = strategy.at('type');
    const isRolling = type.string() === 'RollingUpdate' || type.absent;
    if (!isRolling || strategy.unknown) return;
    const what = volume.claimName === undefined ? `volume '${volume.name ?? ''}'` : `claim '${volume.claimName}'`;
    const surge = strategy.at('rollingUpdate', 'maxSurge');
    const stopsFirst = surge.value === 0 || surge.string() === '0' || surge.string() === '0%';
    yield {
      source: type.exists ? type.source : strategy.exists ? strategy.source : workload.root.at('spec').source,
      severity: stopsFirst ? 'warning' : 'error',
      message: stopsFirst
        ? `An update starts the new pod while the old ${engine.name} is still shutting down: for some seconds both may write to ${what}.`
        : `An update starts the new pod before the old one ends: two ${engine.name} servers write to ${what} at once, or the new pod waits forever for a volume that the old one holds.`,
      thing: 'update',
      related: [{ source: volume.field.source, message: 'The volume that both pods need' }],
      fixes: [
        {
          title:
            'Stop the old pod before the new one starts (Recreate; server-side apply only takes it before the first start)',
          kind: 'careful',
          apply: (editor) => {
            recreateStrategy(editor, database);
          },
        },
      ],
    };
  },
});

function lastingVolume({ data }: Database): Volume | undefined {
  const volume = data.volume ?? (data.directory === undefined ? data.elsewhere[0]?.volume : undefined);
  return volume !== undefined && LASTING.has(volume.kind) ? volume : undefined;
}
