import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { checkRbac } from '../../cli/rbac/check.ts';
import { rbacManifests } from '../../cli/rbac/manifests.ts';
import type { Connection, Right } from '../../core/cluster/connection.ts';
import { RESOURCES } from '../../core/cluster/resources.ts';
import { executor, sayingWhoRuns } from '../../core/runner-pods/execute.ts';
import { IMAGE, runnerJob } from '../../core/runner-pods/job.ts';
import { INSTALLED_RIGHTS, LAUNCHING, rightsIn } from '../../core/runner-pods/installed.ts';
import { requestFor } from '../../core/runner-pods/request.ts';
import { rightsFor, rulesOf } from '../../core/runner-pods/rights.ts';
import { decide } from '../../core/runner-pods/who-runs.ts';
import type { JournalRecord } from '../../core/runner/index.ts';
import { describeOnCluster } from '../cluster/practice.ts';
import { until } from '../cluster/wait.ts';
import { PodsLab } from './lab.ts';
import { personOf } from './person.ts';
import { slowOperation } from './slow-operation.ts';

describeOnCluster('who runs an operation, by their rights', function () {
  this.timeout('5m');
  let lab: PodsLab;
  let folder: string;
  const connections: Connection[] = [];
  before(async () => {
    lab = await PodsLab.open('pods-rights');
    folder = await mkdtemp(path.join(tmpdir(), 'plinth-persons-'));
  });
  after(async () => {
    for (const connection of connections) connection.close();
    await lab.close();
    await rm(folder, { recursive: true });
  });
  beforeEach(() => lab.reset());

  const working = (): readonly Right[] => rightsIn(lab.namespace, [...INSTALLED_RIGHTS, ...LAUNCHING]);
  const makingAccounts = (): readonly Right[] =>
    [RESOURCES.serviceAccounts, RESOURCES.roles, RESOURCES.roleBindings].map((resource) => ({
      verb: 'create',
      resource,
      namespace: lab.namespace,
    }));
  const person = async (name: string, rights: readonly Right[]): Promise<Connection> => {
    const connection = await personOf(lab.practice.here, lab.namespace, folder, { name, rights });
    connections.push(connection);
    return connection;
  };
  const run = async (connection: Connection, id: string): Promise<JournalRecord> => {
    const plan = await lab.plan(id, { seconds: 8 });
    return executor(lab.tools)({ connection, plan, id, by: 'somebody', holder: 'somebody@laptop' });
  };

  it('who may make Roles, and has all the rights: pods with an account that has the plan’s rights and no more', async () => {
    const anna = await person('anna', [...working(), ...makingAccounts()]);
    const ended = run(anna, 'right001');
    const holder = await lab.reaches('right001', 'served', 'running');
    assert.match(holder, /^plinth-run-right001-/u);
    const role = await anna
      .read({ resource: RESOURCES.roles, namespace: lab.namespace, name: 'plinth-run-right001' })
      .catch(() => undefined);
    assert.equal(role, undefined, 'anna may not read Roles, and need not');
    const made = await lab.connection.read({
      resource: RESOURCES.roles,
      namespace: lab.namespace,
      name: 'plinth-run-right001',
    });
    const { inside } = await rightsFor(anna, await lab.plan('right001', { seconds: 8 }));
    assert.deepEqual(made['rules'], rulesOf(inside));
    assert.ok(!JSON.stringify(made['rules']).includes('secrets'));
    assert.equal((await ended).phase, 'done');
    assert.deepEqual((await checkRbac(anna, lab.namespace)).ready, true);
  });

  it('who may not: this process, which says so in the plan, and what then guards it', async () => {
    const ben = await person('ben', working());
    const { runners } = await decide(ben, await lab.plan('right002'));
    assert.equal(runners.who, 'client');
    const situation = { connection: ben, database: await lab.orders(), now: Date.now, id: 'right002', facts: {} };
    const plan = await sayingWhoRuns(slowOperation).plan(situation, {});
    assert.match(
      plan.warnings.join('\n'),
      /may not create serviceaccounts, roles, rolebindings.*Nobody but it brings writes back/su,
    );
    const ended = run(ben, 'right002');
    assert.equal(await lab.reaches('right002', 'served', 'running'), 'somebody@laptop');
    assert.equal((await ended).phase, 'done');
    const { ready, lines } = await checkRbac(ben, lab.namespace);
    assert.equal(ready, false);
    assert.match(lines.join('\n'), /plinth-runner is not installed/u);
  });

  it('who may make Roles but lacks a right of the plan: nobody gives away what they do not have', async () => {
    const less = working().filter(
      ({ resource, subresource }) => !(resource === RESOURCES.pods && subresource === 'log'),
    );
    const carl = await person('carl', [...less, ...makingAccounts()]);
    const plan = await lab.plan('right003');
    const [first, ...rest] = plan.steps;
    assert.ok(first);
    const needs: readonly Right[] = [
      { verb: 'get', resource: RESOURCES.pods, subresource: 'log', namespace: lab.namespace },
    ];
    const { runners } = await decide(carl, { ...plan, steps: [{ ...first, needs }, ...rest] });
    assert.equal(runners.who, 'client');
    assert.match(runners.why, /may not make a Role/u);
    const outside: readonly Right[] = [{ verb: 'get', resource: RESOURCES.nodes }];
    const other = await decide(lab.connection, { ...plan, steps: [{ ...first, needs: outside }, ...rest] });
    assert.match(other.runners.why, /get nodes, which no Role of pods-rights can give/u);
  });

  it('with `plinth rbac` applied: pods under that account, and it is all that is left', async () => {
    const text = rbacManifests({ namespaces: [lab.namespace], clusterRole: false });
    await lab.practice.here(['apply', '--filename=-'], text);
    const dora = await person('dora', working());
    const ended = run(dora, 'right004');
    const holder = await lab.reaches('right004', 'served', 'running');
    const pod = holder.replace(/-[0-9a-f]{4}$/u, '');
    const account = await lab.practice.here(['get', 'pod', pod, '--output=jsonpath={.spec.serviceAccountName}']);
    assert.equal(account, 'plinth-runner');
    assert.equal((await ended).phase, 'done');
    const { ready, lines } = await checkRbac(dora, lab.namespace);
    assert.equal(ready, true, lines.join('\n'));
    await until('nothing of it', { seconds: 90, advice: 'See what kubectl get shows.', every: 1_000 }, async () =>
      (await lab.left('right00')).length === 0 ? true : undefined,
    );
    const accounts = await lab.practice.here(['get', 'serviceaccounts', '--output=name']);
    assert.deepEqual(accounts.trim().split('\n').sort(), ['serviceaccount/default', 'serviceaccount/plinth-runner']);
  });

  it('in a namespace that enforces the restricted Pod Security Standard: pods, too', async () => {
    const label = 'pod-security.kubernetes.io/enforce';
    await lab.practice.kubectl(['label', 'namespace', lab.namespace, `${label}=restricted`]);
    const plan = await lab.plan('right005', { seconds: 1 });
    const request = requestFor({ plan, id: 'right005', by: 'anna' }, 'plinth test');
    const { spec } = runnerJob(request, { image: IMAGE, account: 'default' }) as unknown as {
      spec: { template: { metadata: object; spec: object } };
    };
    const pod = (more: object): string =>
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'probe' },
        spec: { ...spec.template.spec, ...more },
      });
    const create = (text: string): Promise<string> =>
      lab.practice.here(['create', '--dry-run=server', '--filename=-'], text);
    assert.match(await create(pod({})), /pod\/probe created/u);
    await assert.rejects(create(pod({ hostNetwork: true })), /violates PodSecurity/u);
    await lab.practice.kubectl(['label', 'namespace', lab.namespace, `${label}-`]);
  });
});
