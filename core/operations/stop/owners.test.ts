import assert from 'node:assert/strict';
import { ledBy, stillCluster } from '../../../test/restart/still-cluster.ts';
import { object } from '../../../test/support/live.ts';
import type { ApiObject, Connection } from '../../cluster/connection.ts';
import { BadParameter, type Operation, type Parameters, type Plan } from '../../runner/plan.ts';
import type { Refusal, Step } from '../../runner/step.ts';
import { pausingOwners, tellingOwners } from './owners.ts';

const step = (id: string): Step => ({
  id,
  title: id,
  commands: [],
  needs: [],
  removesWrites: false,
  observe: () => Promise.resolve({ state: 'todo', evidence: '' }),
  act: () => Promise.resolve(),
});
const R18: Refusal = { id: 'R18', kind: 'mend', what: 'owned', evidence: 'by R18 itself', wayOut: '' };
const bare = (id: 'stop' | 'start'): Operation => ({
  id,
  title: id,
  plan: () =>
    Promise.resolve({ steps: [step('record'), step('down')], refusals: [R18], warnings: [] } as unknown as Plan),
});

const set = {
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: {
    name: 'orders',
    namespace: 'shop',
    labels: { 'kustomize.toolkit.fluxcd.io/name': 'apps', 'kustomize.toolkit.fluxcd.io/namespace': 'flux-system' },
    managedFields: [{ manager: 'kustomize-controller', fieldsV1: { 'f:spec': { 'f:replicas': {} } } }],
  },
} as unknown as ApiObject;
const flux = (suspend?: boolean): ApiObject => ({
  apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
  kind: 'Kustomization',
  metadata: { name: 'apps', namespace: 'flux-system' },
  spec: suspend === undefined ? {} : { suspend },
});

function plan(operation: Operation, parameters: Parameters, owner = flux()): Promise<Plan> {
  const connection = stillCluster([set, owner]) as unknown as Connection;
  const database = ledBy(0, { workload: object('StatefulSet', 'orders'), services: [] });
  return operation.plan({ connection, database, now: () => 0, id: 'owned001', facts: {} }, parameters);
}

const ids = ({ steps }: Plan): string[] => steps.map(({ id }) => id);

describe('a stop of what Flux owns', () => {
  it('is refused, and offers to pause Flux', async () => {
    const made = await plan(pausingOwners(bare('stop')), {});
    assert.deepEqual(
      made.refusals.map(({ id, evidence }) => [id, evidence]),
      [['R18', 'Kustomization flux-system/apps sets it with every reconciliation']],
    );
    assert.match(made.refusals[0]?.wayOut ?? '', /pauseOwners/u);
    assert.deepEqual(ids(made), ['record', 'down']);
  });

  it('pauses Flux after the record and before anything else, where that is wished; the way back lets it go on', async () => {
    const made = await plan(pausingOwners(bare('stop')), { pauseOwners: true });
    assert.deepEqual(made.refusals, []);
    assert.deepEqual(ids(made), ['record', 'pause-kustomization-flux-system-apps', 'down']);
    const [, pause] = made.steps;
    assert.match(pause?.undo?.commands[0] ?? '', /"suspend":false/u);
    assert.match(made.warnings.join(), /stays paused until/u);
    await assert.rejects(plan(pausingOwners(bare('stop')), { pauseOwners: 'yes' }), BadParameter);
  });

  it('is told of by the start: Flux is still suspended', async () => {
    const made = await plan(tellingOwners(bare('start')), {}, flux(true));
    assert.match(made.warnings.join(), /flux-system\/apps is suspended, and stays so; .*"suspend":false/u);
    assert.deepEqual((await plan(tellingOwners(bare('start')), {}, flux(false))).warnings, []);
  });
});
