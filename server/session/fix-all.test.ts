import assert from 'node:assert/strict';
import { linterOf } from '../../test/support/workspace.ts';
import { applyEdits } from '../linter/fixing.ts';
import { fixAll, safelyFixable } from './fix-all.ts';

const DATABASE = `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
  selector:
    matchLabels: { app: db }
  template:
    metadata:
      labels: { app: db }
    spec:
      containers:
        - name: postgres
          image: postgres:16
          volumeMounts:
            - name: data
              mountPath: /var/lib/postgresql/data
  volumeClaimTemplates:
    - metadata:
        name: data
      spec:
        accessModes: [ReadWriteOnce]
        resources:
          requests:
            storage: 10Gi
`;

describe('fix-all', () => {
  const path = '/test/db.yaml';

  it('mends in rounds what touches each other, and leaves the workspace as it was', () => {
    const linter = linterOf({ 'db.yaml': DATABASE });
    const places = () => linter.findings(path).map(({ rule, range }) => ({ rule, range }));
    const before = linter.findings(path);
    const there = places();
    const file = linter.workspace.files.get(path);
    assert.ok(safelyFixable(before).length > 1);
    const text = applyEdits(DATABASE, fixAll(linter, path).get(path) ?? []);
    assert.equal(linter.workspace.files.get(path), file);
    assert.deepEqual(places(), there);
    assert.deepEqual(safelyFixable(linterOf({ 'db.yaml': text }).findings(path)), []);
  });

  it('goes on while what is mended makes room for more', () => {
    // Liveness's question is copied into a startup probe only once it does not show the password any more.
    const flawed = DATABASE.replace('postgres:16', 'redis:7')
      .replace('/var/lib/postgresql/data', '/data')
      .replace(
        '          volumeMounts:\n',
        `          args: [--appendonly, 'yes', --requirepass, $(REDIS_PASSWORD)]
          env:
            - name: REDIS_PASSWORD
              valueFrom: { secretKeyRef: { name: db, key: password } }
          livenessProbe:
            exec: { command: [sh, -c, 'redis-cli -a $REDIS_PASSWORD ping | grep PONG'] }
            periodSeconds: 10
            timeoutSeconds: 5
          volumeMounts:\n`,
      );
    const linter = linterOf({ 'db.yaml': flawed });
    const text = applyEdits(flawed, fixAll(linter, path).get(path) ?? []);
    assert.match(text, /startupProbe/);
    assert.deepEqual(safelyFixable(linterOf({ 'db.yaml': text }).findings(path)), []);
  });

  it('mends one rule alone', () => {
    const linter = linterOf({ 'db.yaml': DATABASE });
    const rule = 'probes/missing-readiness';
    const text = applyEdits(DATABASE, fixAll(linter, path, rule).get(path) ?? []);
    const rules = (all: string) =>
      new Set(
        linterOf({ 'db.yaml': all })
          .findings(path)
          .map((finding) => finding.rule),
      );
    assert.ok(rules(DATABASE).has(rule));
    assert.deepEqual(
      [...rules(DATABASE)].filter((one) => !rules(text).has(one)),
      [rule],
    );
  });
});
