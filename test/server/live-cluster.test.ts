import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lintLive } from '../../server/live/lint-live.ts';
import type { ClusterSnapshot, PlainObject } from '../../server/protocol/messages.ts';
import { CLUSTER_SCOPED } from '../../server/workspace/cluster-scoped.ts';
import { becomes, HOW, practise, WANTED } from '../cluster/practice.ts';
import type { Practice } from '../cluster/practice.ts';
import { examples, foundInText, foundLive, record } from './live-examples.ts';
import { expectedLive } from './live-expectation.ts';

/** Set to write what the API server makes of the examples to `fixtures/live`. */
const RECORDS = process.env['PLINTH_RECORD'] === '1';
const NAMESPACE = 'server-live-lint';

if (!WANTED) it(`live objects: ${HOW}`);
else
  describe('rules on the objects of the practice cluster', function () {
    this.timeout('5m');
    let practice: Practice;

    before(async () => {
      practice = await practise(NAMESPACE);
    });
    after(() => practice.leave());

    /** The object as the API server would keep it, with every default filled in; nothing is made. */
    const admitted = async (object: PlainObject): Promise<PlainObject> => {
      const metadata = object['metadata'] as { readonly name: string; readonly namespace?: string };
      const isWide = CLUSTER_SCOPED.has(String(object['kind']));
      // One of that name may exist.
      const renamed = isWide
        ? { ...metadata, name: `${NAMESPACE}-${metadata.name}` }
        : { ...metadata, namespace: NAMESPACE };
      const text = await practice.kubectl(
        ['create', '--dry-run=server', '--output=json', '--filename=-'],
        JSON.stringify({ ...object, metadata: renamed }),
      );
      const given = JSON.parse(text) as PlainObject;
      const own = { ...(given['metadata'] as object), name: metadata.name };
      return { ...given, metadata: isWide ? own : { ...own, namespace: 'shop' } };
    };

    for (const example of examples()) {
      it(`say the same of ${example.name} as of its text`, async () => {
        const objects: PlainObject[] = [];
        for (const object of example.objects) objects.push(await admitted(object));
        if (RECORDS) record(example.name, objects);
        assert.deepEqual(await foundLive(objects, { complete: true }), expectedLive(foundInText(example), objects));
      });
    }

    it('speak of volumes that are there, and not of the pods that a StatefulSet has made', async () => {
      const text = await readFile(join(import.meta.dirname, '../cluster/fixtures/postgresql.yaml'), 'utf8');
      await practice.here(['apply', '--filename=-'], text);
      await becomes(practice.here, ['pvc', 'data-orders-0'], '.status.phase', 'Bound');
      const list = async (kinds: string): Promise<PlainObject[]> => {
        const answer = await practice.here(['get', kinds, '--output=json']);
        return (JSON.parse(answer) as { readonly items: PlainObject[] }).items;
      };
      const wide = await list('persistentvolumes,storageclasses');
      const snapshot: ClusterSnapshot = {
        context: 'practice',
        storageClasses: await list('storageclasses'),
        snapshotClasses: await list('volumesnapshotclasses'),
        nodes: 1,
      };
      const objects = [...(await list('statefulsets,pods,persistentvolumeclaims,services')), ...wide];
      const findings = await lintLive(objects, { snapshot, complete: true });
      assert.deepEqual(
        [...new Set(findings.map(({ workload }) => `${workload.kind}/${workload.name}`))],
        ['StatefulSet/orders'],
      );
      const [deletes, ...others] = findings.filter(({ rule }) => rule === 'storage/class-deletes');
      assert.deepEqual(others, []);
      assert.equal(deletes?.object.kind, 'PersistentVolume');
      assert.equal(deletes.path, 'spec.persistentVolumeReclaimPolicy');
      // What the cluster has can only be known to be there, not to be missing.
      const partial = await lintLive(objects, { snapshot });
      assert.deepEqual(
        partial.filter(({ rule }) => ['storage/class-deletes', 'storage/unknown-class'].includes(rule)),
        [],
      );
      // Protected by hand, whatever the class says.
      const volume = deletes.object.name;
      await practice.kubectl(['patch', 'pv', volume, '--patch={"spec":{"persistentVolumeReclaimPolicy":"Retain"}}']);
      try {
        const retained = [
          ...objects.filter(({ kind }) => kind !== 'PersistentVolume'),
          ...(await list('persistentvolumes')),
        ];
        assert.deepEqual(
          (await lintLive(retained, { snapshot, complete: true })).filter(
            ({ rule }) => rule === 'storage/class-deletes',
          ),
          [],
        );
      } finally {
        // The volume goes with the namespace again.
        await practice.kubectl(['patch', 'pv', volume, '--patch={"spec":{"persistentVolumeReclaimPolicy":"Delete"}}']);
      }
    });
  });
