import assert from 'node:assert/strict';
import { allFindings, linterOf } from '../../test/support/workspace.ts';
import { editsOf } from '../linter/fixing.ts';
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
    for (const { id, examples, exampleCluster } of allRules) {
      for (const finding of allFindings(linterOf({ 'main.yaml': examples.bad }, undefined, {}, exampleCluster))) {
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

  it('gives nobody the power to kill silently', () => {
    const fix = fixOf('probes/missing-liveness', { 'main.yaml': set('{ name: db, image: postgres:16 }') });
    assert.equal(fix.kind, 'careful');
  });

  it('adds a readiness probe silently only where the image and the configuration are known', () => {
    const kindOf = (container: string) => fixOf('probes/missing-readiness', { 'main.yaml': set(container) }).kind;
    assert.equal(kindOf('{ name: db, image: postgres:16 }'), 'safe');
    assert.equal(kindOf('{ name: db, image: redis:7.4 }'), 'safe');
    // Who knows whether pg_isready lies in it?
    assert.equal(
      kindOf('{ name: db, image: corp/our-db, command: [postgres], ports: [{ containerPort: 5432 }] }'),
      'careful',
    );
    assert.equal(kindOf('{ name: db, image: centos/postgresql-96-centos7 }'), 'careful');
    assert.equal(kindOf('{ name: db, image: postgres:16, args: [-c, config_file=/etc/pg.conf] }'), 'careful');
    assert.equal(
      kindOf(
        '{ name: db, image: mysql:8.4, volumeMounts: [{ name: conf, mountPath: /etc/mysql/conf.d }] }\n' +
          '      volumes: [{ name: conf, configMap: { name: elsewhere } }]',
      ),
      'careful',
    );
  });

  it('asks nothing on 127.0.0.1 where the server does not listen there, nor of nodetool where JMX refuses it', () => {
    const asked = (container: string) =>
      allFindings(linterOf({ 'main.yaml': set(container) }, ['probes/missing-readiness'])).flatMap(
        ({ fixes }) => fixes,
      );
    for (const container of [
      '{ name: db, image: postgres:16, args: [-c, listen_addresses=10.0.0.5] }',
      '{ name: db, image: mysql:8.4, args: [--bind-address=10.0.0.5] }',
      '{ name: db, image: mariadb:11.4, args: [--skip-networking] }',
      '{ name: db, image: redis:7.4, args: [redis-server, --bind, $(POD_IP)] }',
      '{ name: db, image: mongo:7.0, args: [--bind_ip, $(POD_IP)] }',
      '{ name: db, image: elasticsearch:8.15.0, env: [{ name: network.host, value: _site_ }] }',
      '{ name: db, image: cassandra:5.0, env: [{ name: LOCAL_JMX, value: "no" }] }',
      '{ name: db, image: cassandra:5.0, env: [{ name: CASSANDRA_BROADCAST_ADDRESS, value: 203.0.113.7 }] }',
    ]) {
      assert.deepEqual(asked(container), [], container);
    }
  });

  it('holds a new startup probe to the question that liveness asks already', () => {
    const custom =
      '{ name: db, image: corp/our-db, command: [postgres], livenessProbe: { exec: { command: [/alive] } } }';
    assert.equal(fixOf('probes/missing-startup', { 'main.yaml': set(custom) }).kind, 'safe');
    const peer = '{ name: db, image: postgres:16, livenessProbe: { tcpSocket: { host: other, port: 5432 } } }';
    const [finding] = allFindings(linterOf({ 'main.yaml': set(peer) }, ['probes/missing-startup']));
    assert.deepEqual(finding?.fixes, []);
  });

  it('leaves a probe alone that the kubelet throws away, where another port would make it fail', () => {
    const http = '{ name: db, image: postgres:16, livenessProbe: { httpGet: { port: web }, failureThreshold: 6 } }';
    const findings = allFindings(linterOf({ 'main.yaml': set(http) }, ['probes/wrong-port']));
    assert.deepEqual(
      findings.map(({ fixes }) => fixes.length),
      [0],
    );
  });

  it('makes no Service that catches the pods of others', () => {
    const other = workload('Deployment', '{ name: web, image: nginx }').replace('{ name: db }', '{ name: web }');
    const main = set('{ name: db, image: postgres:16 }').replace(
      'labels: { app: db }',
      'labels: { app: db, tier: data }',
    );
    const files = { 'main.yaml': main, 'web.yaml': other };
    const edits = editsOf(fixOf('workload/service-not-found', files))?.get('/test/main.yaml') ?? [];
    assert.match(
      edits.map(({ text }) => text).join(''),
      /selector: *(?:\{ app: db, tier: data \}|\s+app: db\s+tier: data)/u,
    );
  });

  it('does not ask the server a liveness question that a full one fails', () => {
    const scriptOf = (image: string) => {
      const files = { 'main.yaml': set(`{ name: db, image: '${image}' }`) };
      const edits = editsOf(fixOf('probes/missing-liveness', files))?.get('/test/main.yaml') ?? [];
      return edits.map(({ text }) => text).join('');
    };
    assert.match(scriptOf('redis:7.4'), /max number of clients/u);
    assert.match(scriptOf('mariadb:11.4'), /--skip-ssl/u);
  });

  it('gives members that are not ready to peers silently only where clients have a Service of their own', () => {
    const mongo = set(
      '{ name: db, image: mongo:7.0, args: [--replSet, rs0, --bind_ip_all], readinessProbe: { tcpSocket: { port: 27017 } } }',
      '  replicas: 3\n',
    );
    const headless = service('  clusterIP: None\n  selector: { app: db }\n  ports: [{ port: 27017 }]\n');
    const clients = service('  selector: { app: db }\n  ports: [{ port: 27017 }]\n', 'clients');
    const files = { 'main.yaml': mongo, 's.yaml': headless };
    assert.equal(fixOf('workload/publish-not-ready', files).kind, 'careful');
    assert.equal(fixOf('workload/publish-not-ready', { ...files, 'c.yaml': clients }).kind, 'safe');
    const bare = { ...files, 'main.yaml': mongo.replace(/, readinessProbe.*\} \}/u, ' }') };
    assert.equal(fixOf('probes/missing-readiness', bare).kind, 'careful');
    assert.equal(fixOf('probes/missing-readiness', { ...bare, 'c.yaml': clients }).kind, 'safe');
  });
});
