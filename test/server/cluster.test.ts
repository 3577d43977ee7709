import assert from 'node:assert/strict';
import type { Hover } from 'vscode-languageserver-protocol';
import { CLUSTER_SNAPSHOT } from '../../server/protocol/messages.ts';
import type { ClusterSnapshot } from '../../server/protocol/messages.ts';
import { applied } from './apply.ts';
import { LanguageClient } from './language-client.ts';

const SET = `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
  template:
    metadata: { labels: { app: db } }
    spec:
      containers:
        - name: db
          image: postgres:16
          volumeMounts: [{ name: data, mountPath: /var/lib/postgresql/data }]
  volumeClaimTemplates:
    - metadata: { name: data }
      spec:
        accessModes: [ReadWriteOnce]
        storageClassName: fsat
        resources: { requests: { storage: 5Gi } }
`;
const snapshot: ClusterSnapshot = {
  context: 'production_eu',
  version: '1.36.3',
  storageClasses: [
    {
      metadata: { name: 'fast', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
      provisioner: 'ebs.csi.aws.com',
      reclaimPolicy: 'Retain',
      volumeBindingMode: 'WaitForFirstConsumer',
      allowVolumeExpansion: true,
    },
  ],
  snapshotClasses: [{ metadata: { name: 'disks' }, driver: 'ebs.csi.aws.com', deletionPolicy: 'Retain' }],
};
const LINE = SET.split('\n').findIndex((line) => line.includes('storageClassName'));

describe('a connected cluster', () => {
  let client: LanguageClient;
  beforeEach(async () => {
    client = await LanguageClient.start({ files: { 'closed.yaml': SET.replaceAll('db', 'closed') } });
    await client.open('db.yaml', SET);
    assert.ok((await client.rules('db.yaml')).length > 0);
  });
  afterEach(() => client.stop());

  const connect = (what: ClusterSnapshot | null): Promise<void> =>
    client.connection.sendNotification(CLUSTER_SNAPSHOT, what);
  const isUnknown = async (): Promise<boolean> => (await client.rules('db.yaml')).includes('storage/unknown-class');
  const refreshes = (): number =>
    client.received.filter(({ method }) => method === 'workspace/diagnostic/refresh').length;
  const hover = async (line: number, character: number): Promise<string | undefined> => {
    const answer = await client.connection.sendRequest<Hover | null>('textDocument/hover', {
      textDocument: { uri: client.uri('db.yaml') },
      position: { line, character },
    });
    return answer === null ? undefined : (answer.contents as { readonly value: string }).value;
  };

  it('adds findings, has the client ask for them, and takes them away when it goes', async () => {
    assert.equal(await isUnknown(), false);
    await connect(snapshot);
    await client.eventually(async () => assert.equal(await isUnknown(), true));
    await client.message('workspace/diagnostic/refresh');
    await connect(null);
    await client.eventually(async () => assert.equal(await isUnknown(), false));
  });

  it('is no news when it says the same again', async () => {
    await connect(snapshot);
    await client.eventually(async () => assert.equal(await isUnknown(), true));
    await client.message('workspace/diagnostic/refresh');
    // Whatever was under way at the start has come to rest.
    await new Promise((resolve) => setTimeout(resolve, 500));
    const before = refreshes();
    const [fast = {}] = snapshot.storageClasses ?? [];
    const metadata = { ...(fast['metadata'] as object), resourceVersion: '2' };
    await connect({ ...snapshot, storageClasses: [{ ...fast, metadata }] });
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.equal(refreshes(), before);
  });

  it('offers its classes, and the one chosen is written', async () => {
    await connect(snapshot);
    await client.eventually(async () => assert.equal(await isUnknown(), true));
    const place = { line: LINE, character: 30 };
    const actions = await client.codeActions('db.yaml', { start: place, end: place });
    const title = "Use the class 'fast', the default of the cluster 'production_eu' (only before the claim exists)";
    const action = actions.find((one) => one.title === title);
    assert.ok(action, actions.map((one) => one.title).join('; '));
    const { edit } = await client.resolve(action);
    assert.ok(edit);
    const uri = client.uri('db.yaml');
    assert.equal(applied({ [uri]: SET }, edit)[uri], SET.replace('fsat', 'fast'));
  });

  it('tells about the class under the cursor, and what there is instead of one that is not', async () => {
    // What Kubernetes says of the field is all that is known without a cluster.
    assert.match((await hover(LINE, 12)) ?? '', /^\*\*storageClassName\*\*/u);
    await connect(snapshot);
    await client.eventually(async () => assert.equal(await isUnknown(), true));
    assert.match(
      (await hover(LINE, 12)) ?? '',
      /\*\*The cluster production\\_eu has no class `fsat`\*\*\n\n- It has: fast/,
    );
    await client.change('db.yaml', { text: SET.replace('fsat', 'fast') });
    const known = await hover(LINE, 28);
    assert.match(known ?? '', /^\*\*Class `fast` of the cluster production\\_eu, its default\*\*/);
    assert.match(known ?? '', /- Provisioner: ebs\.csi\.aws\.com \(Amazon EBS\)/);
    assert.match(known ?? '', /- When the claim is deleted: the volume is kept \(Retain\)/);
    assert.match(known ?? '', /- Volumes can grow: yes/);
    assert.match(known ?? '', /- Snapshots: disks/);
    assert.doesNotMatch((await hover(LINE - 1, 12)) ?? '', /cluster production/u);
    await connect(null);
    await client.eventually(async () => assert.equal(await hover(LINE, 28), undefined));
  });

  it('counts for files that come later', async () => {
    await connect(snapshot);
    await client.open('later.yaml', SET.replaceAll('db', 'later'));
    assert.ok((await client.rules('later.yaml')).includes('storage/unknown-class'));
  });
});
