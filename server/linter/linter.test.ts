import assert from 'node:assert/strict';
import { SourceFile } from '../documents/index.ts';
import { RuleSet } from '../rules/index.ts';
import { Linter } from './linter.ts';
import { allFindings, linterOf } from '../../test/support/workspace.ts';

const SET = (name: string, service: string) => `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: ${name}
spec:
  serviceName: ${service}
  selector:
    matchLabels: { app: ${name} }
  template:
    metadata:
      labels: { app: ${name} }
    spec:
      containers:
        - name: db
          image: postgres:16
`;
const SERVICE = (name: string, clusterIP: string) => `apiVersion: v1
kind: Service
metadata:
  name: ${name}
spec:
  ${clusterIP}
  selector: { app: one }
`;

describe('the linter', () => {
  it('follows a change of another file, and of no other', () => {
    const linter = linterOf({ 'one.yaml': SET('one', 'one'), 'svc.yaml': SERVICE('one', 'clusterIP: None') }, [
      'workload/service-not-headless',
    ]);
    assert.deepEqual(allFindings(linter), []);
    const service = linter.workspace.files.get('/test/svc.yaml');
    assert.ok(service);
    linter.workspace.update(service, service.change([{ text: SERVICE('one', 'type: ClusterIP') }]));
    assert.deepEqual(
      linter.findings('/test/one.yaml').map(({ rule }) => rule),
      ['workload/service-not-headless'],
    );
    linter.workspace.delete('/test/svc.yaml');
    assert.deepEqual(linter.findings('/test/one.yaml'), []);
  });

  it('tells places where the text stands now, also after lines above it', () => {
    const linter = linterOf({ 'all.yaml': `${SERVICE('x', 'clusterIP: None')}---\n${SET('one', 'gone')}` }, [
      'workload/service-not-found',
    ]);
    const line = () => linter.findings('/test/all.yaml')[0]?.range.start.line;
    const before = line();
    assert.ok(before !== undefined);
    const file = linter.workspace.files.get('/test/all.yaml');
    assert.ok(file);
    const start = { line: 0, character: 0 };
    linter.workspace.update(file, file.change([{ range: { start, end: start }, text: '# one\n# two\n' }]));
    assert.equal(line(), before + 2);
  });

  it('honours what the configuration says of a rule', () => {
    const severity = (configured: 'off' | 'hint') =>
      allFindings(
        linterOf({ 'one.yaml': SET('one', 'gone') }, ['workload/service-not-found'], {
          rules: new Map([['workload/service-not-found', configured]]),
        }),
      ).map((finding) => finding.severity);
    assert.deepEqual(severity('hint'), ['hint']);
    assert.deepEqual(severity('off'), []);
  });

  it('lets the narrower rule speak for the wider one on the same thing', () => {
    const text = `${SET('one', 'one')}  volumeClaimTemplates:
    - metadata: { name: data }
      spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 10Gi } } }
`;
    const rules = allFindings(linterOf({ 'one.yaml': text }, ['workload/claim-not-mounted', 'storage/ephemeral-data']));
    assert.deepEqual(
      rules.map(({ rule }) => rule),
      ['workload/claim-not-mounted'],
    );
  });

  it('tells a thing once, however many workloads show it', () => {
    const claim = `apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: shared }
spec: { accessModes: [ReadWriteOnce] }
`;
    const pod = (name: string) => `apiVersion: v1
kind: Pod
metadata: { name: ${name} }
spec:
  containers: [{ name: db, image: "postgres:16", volumeMounts: [{ name: data, mountPath: /var/lib/postgresql/data }] }]
  volumes: [{ name: data, persistentVolumeClaim: { claimName: shared } }]
`;
    const text = [claim, pod('a'), pod('b')].join('---\n');
    assert.deepEqual(
      allFindings(linterOf({ 'all.yaml': text }, ['storage/request-missing'])).map(({ object }) => object),
      ['PersistentVolumeClaim/shared'],
    );
  });

  it('hears the other rules when one fails, and tells its fault', () => {
    const faults: string[] = [];
    const workspace = linterOf({ 'one.yaml': SET('one', 'gone') }).workspace;
    const rules = new RuleSet((rule) => rule.startsWith('workload/'));
    const broken = {
      ...rules.databaseRules[0]!,
      check: () => {
        throw new TypeError('a fault of ours');
      },
    };
    Object.assign(rules, { databaseRules: [broken, ...rules.databaseRules.slice(1)] });
    const linter = new Linter(workspace, rules, (what) => faults.push(what));
    assert.ok(linter.findings('/test/one.yaml').some(({ rule }) => rule === 'workload/service-not-found'));
    assert.deepEqual(faults, [`the rule ${broken.id}`]);
    assert.throws(
      () => new Linter(linterOf({ 'one.yaml': SET('one', 'gone') }).workspace, rules).findings('/test/one.yaml'),
      TypeError,
    );
  });

  it('reports trouble with files: broken manifests, but no other broken YAML', () => {
    const linter = linterOf({
      'broken.yaml': 'apiVersion: v1\nkind: Service\nmetadata: {\n',
      'twice.yaml': 'apiVersion: v1\nkind: Service\nmetadata: { name: a }\nmetadata: { name: b }\n',
      'other.yaml': 'services: {\n',
    });
    assert.deepEqual(
      allFindings(linter).map(({ rule, uri }) => [rule, uri]),
      [
        ['file/parse-error', '/test/broken.yaml'],
        ['file/parse-error', '/test/twice.yaml'],
      ],
    );
    linter.workspace.set(SourceFile.open('/test/huge.yaml', 'a: 1\n'.repeat(2_000_000)));
    assert.deepEqual(
      linter.findings('/test/huge.yaml').map(({ rule }) => rule),
      ['file/too-large'],
    );
  });
});
