import assert from 'node:assert/strict';
import { allFindings, linterOf } from '../../test/support/workspace.ts';
import { allRules, ruleById } from './index.ts';
import type { RuleId } from './rule.ts';

type Files = Readonly<Record<string, string>>;

/** The first fix of a rule in these texts. */
function fixOf(rule: RuleId, files: Files) {
  const fixes = allFindings(linterOf(files, [rule])).flatMap((finding) => (finding.rule === rule ? finding.fixes : []));
  assert.ok(fixes[0], `${rule} offers no fix here`);
  return fixes[0];
}

const workload = (kind: string, container: string, spec = '') => `apiVersion: apps/v1
kind: ${kind}
metadata: { name: db }
spec:
${spec}  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      containers:
        - ${container}
`;
const set = (container: string, spec = '') => workload('StatefulSet', container, `  serviceName: db\n${spec}`);
const service = (rest: string, name = 'db') => `apiVersion: v1
kind: Service
metadata: { name: ${name} }
spec:
${rest}`;
const pod = (container: string) => `apiVersion: v1
kind: Pod
metadata: { name: db, labels: { app: db } }
spec:
  containers:
    - ${container}
`;

describe('the law of fixes', () => {
  it('says in the title of every careful fix when it holds, and on the page what to do when it already runs', () => {
    for (const { id, examples } of allRules) {
      for (const finding of allFindings(linterOf({ 'main.yaml': examples.bad }))) {
        for (const { kind, title } of finding.fixes) {
          if (kind === 'safe') continue;
          assert.match(title, /\(.+\)$/u, `${finding.rule} in the example of ${id}`);
          assert.ok(ruleById(finding.rule)?.whenItRuns, `${finding.rule} does not say what to do when it already runs`);
        }
      }
    }
  });

  it('offers nothing as safe for a bare Pod, which takes no changes', () => {
    const text = pod(
      '{ name: db, image: postgres:16, livenessProbe: { tcpSocket: { port: 5432 }, failureThreshold: 1 } }',
    );
    const findings = allFindings(linterOf({ 'main.yaml': text }));
    assert.ok(findings.some(({ fixes }) => fixes.length > 0));
    for (const { rule, fixes } of findings) {
      assert.deepEqual(
        fixes.filter(({ kind }) => kind === 'safe').map(({ title }) => `${rule}: ${title}`),
        [],
      );
    }
  });

  it('does not let pods restart at once that wait for an update by hand', () => {
    const text = set('{ name: db, image: postgres:16 }', '  updateStrategy: { type: OnDelete }\n');
    assert.equal(fixOf('workload/on-delete-updates', { 'main.yaml': text }).kind, 'careful');
  });

  it('knows that server-side apply is refused for Recreate on a Deployment that exists', () => {
    const text = workload(
      'Deployment',
      '{ name: db, image: postgres:16, volumeMounts: [{ name: data, mountPath: /var/lib/postgresql/data }] }\n' +
        '      volumes: [{ name: data, persistentVolumeClaim: { claimName: data } }]',
    );
    assert.equal(fixOf('workload/rolling-deployment', { 'main.yaml': text }).kind, 'careful');
  });

  it('makes no Service silently whose name another one may bear', () => {
    const files = {
      'main.yaml': set('{ name: db, image: postgres:16 }'),
      'x.yaml': service('  selector: { app: x }\n', 'x'),
    };
    assert.equal(fixOf('workload/service-not-found', files).kind, 'careful');
  });

  it('adds no selector silently: an object that exists may have another one', () => {
    const text = `apiVersion: apps/v1beta1
kind: StatefulSet
metadata: { name: db }
spec:
  serviceName: db
  template:
    metadata: { labels: { app: db } }
    spec: { containers: [{ name: db, image: 'postgres:16' }] }
`;
    assert.equal(fixOf('workload/removed-api', { 'main.yaml': text }).kind, 'careful');
    const whole = text.replace('  template:', '  selector: { matchLabels: { app: db } }\n  template:');
    assert.equal(fixOf('workload/removed-api', { 'main.yaml': whole }).kind, 'safe');
  });

  it('does not choose between a selector and labels that contradict each other', () => {
    const text = set('{ name: db, image: postgres:16 }').replace('labels: { app: db }', 'labels: { app: database }');
    assert.equal(fixOf('workload/selector-mismatch', { 'main.yaml': text }).kind, 'careful');
    const lacking = set('{ name: db, image: postgres:16 }').replace('labels: { app: db }', 'labels: { tier: db }');
    assert.equal(fixOf('workload/selector-mismatch', { 'main.yaml': lacking }).kind, 'safe');
  });

  it('does not send what is meant for a sidecar to the database', () => {
    const ports = (all: string) => service(`  selector: { app: db }\n  ports: [${all}]\n`);
    const main = set('{ name: db, image: postgres:16, ports: [{ containerPort: 5432 }] }');
    const metrics = ports('{ name: sql, port: 5432 }, { name: metrics, port: 9187, targetPort: metrics }');
    assert.equal(fixOf('workload/service-port-mismatch', { 'main.yaml': main, 's.yaml': metrics }).kind, 'careful');
    const only = ports('{ port: 5432, targetPort: postgres }');
    assert.equal(fixOf('workload/service-port-mismatch', { 'main.yaml': main, 's.yaml': only }).kind, 'safe');
  });

  it('takes the lock option of NFS out only where somebody sees to the lock service', () => {
    const text = (option: string) => `apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: example.com/disk
mountOptions: [hard, ${option}]
---
${set(
  '{ name: db, image: postgres:16, volumeMounts: [{ name: data, mountPath: /var/lib/postgresql/data }] }',
  '  volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast, resources: { requests: { storage: 10Gi } } } }]\n',
)}`;
    assert.equal(fixOf('storage/mount-options', { 'main.yaml': text('nolock') }).kind, 'careful');
    assert.equal(fixOf('storage/mount-options', { 'main.yaml': text('nobarrier') }).kind, 'safe');
  });
});
