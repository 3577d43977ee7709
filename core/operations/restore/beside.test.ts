import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { database, object } from '../../../test/support/live.ts';
import type { ApiObject, ObjectName } from '../../cluster/connection.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import { readServer } from '../../procedures/members/server.ts';
import { besideOf, whyNoneBeside } from './beside.ts';

const EXAMPLES = join(import.meta.dirname, '../../../examples');

/** A workload of the examples as the core reads it from a cluster. */
async function modelOf(folder: string, container: string, gates?: readonly string[]) {
  const files = readdirSync(join(EXAMPLES, folder)).filter((file) => file.endsWith('.yaml'));
  const objects = files.flatMap((file) =>
    parseAllDocuments(readFileSync(join(EXAMPLES, folder, file), 'utf8')).map((one) => one.toJS() as ApiObject),
  );
  const set = objects.find(({ kind }) => kind === 'StatefulSet') ?? assert.fail();
  const read = ({ resource, name }: ObjectName): Promise<ApiObject> => {
    const found = objects.find(({ kind, metadata }) => kind === resource.kind && metadata.name === name);
    return found ? Promise.resolve(found) : Promise.reject(new ClusterTrouble('missing', name));
  };
  if (gates !== undefined) {
    const { template } = set['spec'] as unknown as { template: { spec: { schedulingGates?: unknown } } };
    template.spec.schedulingGates = gates.map((name) => ({ name }));
  }
  const { name } = set.metadata;
  const live = database(name, { container, workload: object('StatefulSet', name) });
  return (await readServer({ read }, live))?.model ?? assert.fail('it is not recognised');
}

interface PodSpec {
  readonly initContainers?: unknown;
  readonly automountServiceAccountToken?: boolean;
  readonly containers: readonly {
    readonly name: string;
    readonly command?: unknown;
    readonly args?: readonly string[];
    readonly volumeMounts: readonly { readonly mountPath: string }[];
  }[];
  readonly volumes?: readonly { readonly name: string }[];
}

const podSpecOf = (set: ApiObject): PodSpec =>
  (set as unknown as { spec: { template: { spec: PodSpec } } }).spec.template.spec;

describe('a new instance beside a database', () => {
  it('is not held at the gate of a fenced member; gates of others stay', async () => {
    const gatesOf = async (...gates: readonly string[]): Promise<unknown> => {
      const model = await modelOf('topologies/postgresql', 'postgresql', gates);
      const spec = podSpecOf(besideOf(model, 'shop', 'again', 'k3v9x2ab').set);
      return (spec as { schedulingGates?: unknown }).schedulingGates;
    };
    assert.equal(await gatesOf('plinth.dev/fenced'), undefined);
    assert.deepEqual(await gatesOf('plinth.dev/fenced', 'example.com/quota'), [{ name: 'example.com/quota' }]);
  });

  for (const [folder, container, alone, argument] of [
    ['topologies/postgresql', 'postgresql', ['-c', 'archive_mode=off'], 'shared_buffers=64MB'],
    ['topologies/mysql', 'mysql', ['--super-read-only=OFF', '--read-only=OFF'], undefined],
    ['topologies/mariadb', 'mariadb', ['--read-only=0', '--skip-slave-start'], undefined],
  ] as const)
    it(`of ${folder} is the server alone: no script of the members starts it`, async () => {
      const model = await modelOf(folder, container);
      assert.equal(whyNoneBeside(model), undefined);
      const spec = podSpecOf(besideOf(model, 'shop', 'again', 'k3v9x2ab').set);
      const [server, ...others] = spec.containers;
      assert.deepEqual([spec.initContainers, others, server?.command], [undefined, [], undefined]);
      assert.equal(spec.automountServiceAccountToken, false);
      for (const word of alone) assert.ok(server?.args?.includes(word), `${word} in ${server?.args?.join(' ')}`);
      if (argument !== undefined) assert.ok(server?.args?.includes(argument));
      assert.ok(server?.volumeMounts.every(({ mountPath }) => !mountPath.includes('initdb.d')));
      assert.ok(!spec.volumes?.some(({ name }) => name === 'token'));
      assert.ok(server?.volumeMounts.some(({ mountPath }) => mountPath === model.data.mount?.path));
    });

  it('of a server that its image starts is the template, standing alone', async () => {
    const model = await modelOf('sound/postgresql', 'postgresql');
    const { set, claims, service } = besideOf(model, 'shop', 'again', 'k3v9x2ab');
    const [server] = podSpecOf(set).containers;
    assert.deepEqual(server?.args?.slice(-2), ['-c', 'archive_mode=off']);
    assert.ok(claims.every(({ metadata }) => metadata.name.endsWith('-again-0')));
    assert.deepEqual((service as unknown as { spec: { selector: object } }).spec.selector, {
      'plinth.dev/instance': 'again',
    });
  });
});
