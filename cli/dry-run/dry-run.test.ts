import assert from 'node:assert/strict';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import picocolors from 'picocolors';
import type { ApiObject, Connection } from '../../core/cluster/connection.ts';
import { RESOURCES } from '../../core/cluster/resources.ts';
import { ClusterTrouble } from '../../core/cluster/trouble.ts';
import { UsageError } from '../usage-error.ts';
import { dryRun, type TriedObject } from './dry-run.ts';
import { dryRunGitHub } from './github.ts';
import { dryRunText } from './text.ts';

const SET = `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: orders
spec:
  replicas: -1
  serviceName: orders
  selector: { matchLabels: { app: orders } }
  template:
    metadata: { labels: { app: orders } }
    spec:
      containers: [{ name: app, image: shop.example/app:1 }]
---
apiVersion: v1
kind: Service
metadata:
  name: orders
`;

describe('plinth dry-run', () => {
  let folder = '';
  const asked: ApiObject[] = [];
  const connection: Pick<Connection, 'discover' | 'dryRun'> = {
    discover: () => Promise.resolve({ resources: [RESOURCES.statefulSets, RESOURCES.services], missing: [] }),
    dryRun: (object) => {
      asked.push(object);
      if (object.kind !== 'StatefulSet') return Promise.resolve(object);
      const causes = [{ field: 'spec.replicas', message: 'Invalid value: -1: must be greater than or equal to 0' }];
      return Promise.reject(new ClusterTrouble('invalid', 'refused', { causes }));
    },
  };
  const write = (name: string, text: string): string => {
    const file = path.join(folder, name);
    writeFileSync(file, text);
    return file;
  };
  const run = (...paths: readonly string[]): Promise<readonly TriedObject[]> =>
    dryRun({ paths, connection, namespace: 'shop' });

  beforeEach(() => {
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'plinth-dry-run-')));
    asked.length = 0;
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('tells what the cluster refuses, at the line, and sends each object to the namespace', async () => {
    const all = await run(write('orders.yaml', SET));
    assert.deepEqual(
      all.map(({ object, state }) => [object, state]),
      [
        ['StatefulSet orders', 'refused'],
        ['Service orders', 'accepted'],
      ],
    );
    assert.deepEqual(all[0]?.words[0]?.range, { start: { line: 5, character: 12 }, end: { line: 5, character: 14 } });
    assert.deepEqual([...new Set(asked.map(({ metadata }) => metadata.namespace))], ['shop']);
    const shown = dryRunText(all, 'practice', picocolors.createColors(false));
    assert.match(shown, /orders\.yaml:6:13: refused StatefulSet orders: spec\.replicas: Invalid value: -1/u);
    assert.match(shown, /practice would accept 1 of 2 objects, refuses 1\. Nothing was changed\.\n$/u);
    assert.match(
      dryRunGitHub(all),
      /^::error file=.*orders\.yaml,line=6,endLine=6,col=13,endColumn=15,title=plinth dry-run::StatefulSet orders: /u,
    );
  });

  it('does not send what an overlay changes, and says so', async () => {
    write('kustomization.yaml', 'resources: [orders.yaml]\nnamePrefix: big-\n');
    const all = await run(write('orders.yaml', SET));
    assert.equal(asked.length, 0);
    assert.deepEqual(
      all.map(({ state }) => state),
      ['unknown', 'unknown'],
    );
    assert.match(all[0]?.words[0]?.message ?? '', /an overlay changes it/u);
    assert.equal(dryRunGitHub(all), '');
  });

  it('looks at one file alone where one is named, and at all below a folder', async () => {
    const one = write('orders.yaml', SET);
    write('other.yaml', SET.replaceAll('orders', 'other'));
    assert.equal((await run(one)).length, 2);
    assert.equal((await run(folder)).length, 4);
  });

  it('says where there is no such file', async () => {
    await assert.rejects(run(path.join(folder, 'gone.yaml')), UsageError);
  });
});
