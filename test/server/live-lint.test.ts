import assert from 'node:assert/strict';
import { CancellationTokenSource } from 'vscode-jsonrpc';
import { lintLive } from '../../server/live/lint-live.ts';
import { LINT_LIVE } from '../../server/protocol/messages.ts';
import type { LintLiveResult, PlainObject } from '../../server/protocol/messages.ts';
import { Cancelled } from '../../server/runner.ts';
import { LanguageClient } from './language-client.ts';
import { examples, foundInText, foundLive, recorded, recordings } from './live-examples.ts';
import { expectedLive } from './live-expectation.ts';

describe('rules on live objects, as an API server once gave them', () => {
  const all = examples();

  it('there is a recording of every example', () => {
    assert.deepEqual(recordings(), all.map(({ name }) => name).sort());
  });

  for (const example of all) {
    it(`say the same of ${example.name} as of its text`, async () => {
      const objects = recorded(example.name);
      const found = await foundLive(objects, { complete: true });
      assert.deepEqual(found, expectedLive(foundInText(example), objects));
      assert.equal(found.length > 0, example.name.startsWith('risky-'));
    });

    it(`conclude nothing from what is not there, where not all of ${example.name} is known`, async () => {
      const objects = recorded(example.name);
      const whole = new Set(await foundLive(objects, { complete: true }));
      const workloads = objects.filter(({ kind }) => /^(?:StatefulSet|Deployment|DaemonSet|Pod)$/u.test(String(kind)));
      const kinds = new Set(objects.map(({ kind }) => kind));
      const parts = [workloads, ...[...kinds].map((left) => objects.filter(({ kind }) => kind !== left))];
      for (const part of parts) {
        const more = (await foundLive(part)).filter((finding) => !whole.has(finding));
        // A claim or Service that is not told of says nothing, so nothing may be said of it.
        assert.deepEqual(more, []);
      }
    });
  }
});

/** A StatefulSet as a cluster has it, with a risk. */
const database = (index: number): PlainObject[] => {
  const name = `db-${index}`;
  const [set] = recorded('risky-postgresql').filter(({ kind }) => kind === 'Deployment' || kind === 'StatefulSet');
  const text = JSON.stringify(set).replaceAll((set?.['metadata'] as { name: string }).name, name);
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'shop' },
    spec: { selector: { app: name } },
  };
  const claims = [0, 1, 2].map((ordinal) => ({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: `data-${name}-${ordinal}`, namespace: 'shop' },
    spec: { storageClassName: 'standard', resources: { requests: { storage: '10Gi' } } },
    status: { phase: 'Bound' },
  }));
  return [JSON.parse(text) as PlainObject, service, ...claims];
};

describe('kinds of which all live objects are known', () => {
  const [set] = recorded('risky-mongodb').filter(({ kind }) => kind === 'StatefulSet');
  const claimed = recorded('risky-postgresql').filter(({ kind }) => kind !== 'Service');
  const storageClass = { kind: 'StorageClass', apiVersion: 'storage.k8s.io/v1', metadata: { name: 'standard' } };
  const deleting = { ...storageClass, provisioner: 'ebs.csi.aws.com', reclaimPolicy: 'Delete' };

  it('let rules speak that conclude from what is not there', async () => {
    assert.ok(set);
    const has = async (objects: readonly PlainObject[], rule: string, complete: boolean | readonly string[]) =>
      (await lintLive(objects, { complete })).some((finding) => finding.rule === rule);
    for (const [rule, objects, kinds] of [
      ['workload/service-not-found', [set], ['Service']],
      ['storage/class-deletes', [...claimed, deleting], ['CronJob', 'VolumeSnapshot']],
    ] as const) {
      assert.equal(await has(objects, rule, false), false, rule);
      assert.equal(await has(objects, rule, kinds.slice(1)), false, rule);
      assert.equal(await has(objects, rule, kinds), true, rule);
      assert.equal(await has(objects, rule, true), true, rule);
    }
  });
});

describe('live objects', () => {
  const pod = (metadata: object): PlainObject => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'db-0', namespace: 'shop', ...metadata },
    spec: { containers: [{ name: 'db', image: 'postgres:16' }] },
  });
  const rulesOf = async (objects: readonly PlainObject[]) => (await lintLive(objects)).map(({ rule }) => rule);

  it('are told with kind, name, namespace, workload and the path of the field', async () => {
    const set = {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: 'db', namespace: 'shop', annotations: {} },
      spec: {
        serviceName: 'db',
        template: {
          spec: {
            containers: [
              {
                name: 'db',
                image: 'postgres:16',
                volumeMounts: [{ name: 'data', mountPath: '/var/lib/postgresql/data' }],
              },
            ],
            volumes: [{ name: 'data', emptyDir: {} }],
          },
        },
      },
    };
    const [finding] = (await lintLive([set])).filter(({ rule }) => rule === 'storage/ephemeral-data');
    assert.ok(finding);
    assert.equal(finding.severity, 'error');
    assert.equal(finding.path, 'spec.template.spec.volumes[0].emptyDir');
    assert.deepEqual(finding.object, { apiVersion: 'apps/v1', kind: 'StatefulSet', namespace: 'shop', name: 'db' });
    assert.deepEqual(finding.workload, { kind: 'StatefulSet', namespace: 'shop', name: 'db' });
  });

  it('are looked at through the workload that made them', async () => {
    assert.ok((await rulesOf([pod({})])).includes('workload/not-stateful-set'));
    const owner = (kind: string) => ({ ownerReferences: [{ kind, name: 'db', controller: true }] });
    assert.deepEqual(await rulesOf([pod(owner('StatefulSet'))]), []);
    const ofOperator = await rulesOf([pod(owner('Cluster'))]);
    assert.ok(ofOperator.includes('storage/ephemeral-data'), 'of an operator they are the workload');
    assert.ok(!ofOperator.includes('workload/not-stateful-set'), 'which replaces them');
  });

  it('may bear the reason for which a rule is to be silent', async () => {
    const annotated = (reason: string) =>
      pod({
        annotations: { 'plinth.dev/ignore.storage.ephemeral-data': reason, 'plinth.dev/ignore.probes.tcp-only': 'x' },
      });
    assert.ok((await rulesOf([annotated(' ')])).includes('storage/ephemeral-data'), 'not without one');
    const left = await rulesOf([annotated('a throw-away')]);
    assert.ok(!left.includes('storage/ephemeral-data') && left.includes('workload/not-stateful-set'));
    const ephemeral = await rulesOf([pod({ annotations: { 'plinth.dev/ephemeral': 'a throw-away' } })]);
    assert.ok(!ephemeral.includes('storage/ephemeral-data'));
  });

  it('that are nonsense are passed over', async () => {
    const nonsense = [{}, { kind: 'StatefulSet' }, { kind: 'StatefulSet', metadata: 3 }, { metadata: { name: 'x' } }];
    assert.deepEqual(await lintLive([...nonsense, null as never].filter(Boolean)), []);
    const odd = { kind: 'StatefulSet', metadata: { name: 'x' }, spec: { template: { spec: { containers: 'many' } } } };
    assert.deepEqual(await lintLive([odd]), []);
  });

  it('never give away what a Secret holds', async () => {
    const secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'db', namespace: 'shop' },
      data: { password: 'aHVudGVyMg==' },
    };
    const findings = await lintLive([secret, ...recorded('risky-postgresql')], { complete: true });
    assert.ok(!JSON.stringify(findings).includes('aHVudGVyMg'));
  });

  it('of 300 databases take less than a second', async () => {
    const objects = Array.from({ length: 300 }, (_, index) => database(index)).flat();
    await lintLive(objects.slice(0, 100));
    const before = process.cpuUsage();
    const findings = await lintLive(objects);
    const { user, system } = process.cpuUsage(before);
    const workloads = new Set(findings.map(({ workload }) => workload.name));
    assert.equal(workloads.size, 300);
    assert.ok((user + system) / 1000 < 1000, `${Math.round((user + system) / 1000)} ms of CPU`);
  }).timeout(10_000);

  it('are left when nobody waits any more', async () => {
    const objects = Array.from({ length: 20 }, (_, index) => database(index)).flat();
    let steps = 0;
    const pause = (): Promise<void> => {
      steps += 1;
      return steps > 110 ? Promise.reject(new Cancelled()) : Promise.resolve();
    };
    await assert.rejects(lintLive(objects, { pause }), Cancelled);
    assert.equal(steps, 111);
  });
});

describe('plinth/lintLive', () => {
  let client: LanguageClient;
  before(async () => {
    client = await LanguageClient.start({
      files: { '.plinth.yaml': 'rules:\n  storage/missing-class: error\n' },
      settings: { rules: { 'workload/*': 'off' } },
    });
  });
  after(() => client.stop());

  it('answers with the severities that are configured', async () => {
    const objects = recorded('risky-cassandra');
    await client.eventually(async () => {
      const { findings } = await client.connection.sendRequest<LintLiveResult>(LINT_LIVE, { objects });
      assert.ok(findings.length > 0);
      assert.ok(findings.every(({ rule }) => !rule.startsWith('workload/')));
    });
  });

  it('can be cancelled', async () => {
    const objects = Array.from({ length: 300 }, (_, index) => database(index)).flat();
    const source = new CancellationTokenSource();
    const answer = client.connection.sendRequest<LintLiveResult>(LINT_LIVE, { objects }, source.token);
    source.cancel();
    await assert.rejects(answer, /cancelled/u);
  });

  it('answers nothing to nonsense, and goes on', async () => {
    const answer = await client.connection.sendRequest<LintLiveResult>(LINT_LIVE, { objects: 3 });
    assert.deepEqual(answer.findings, []);
    const { findings } = await client.connection.sendRequest<LintLiveResult>(LINT_LIVE, {
      objects: recorded('risky-redis'),
    });
    assert.ok(findings.length > 0);
  });
});
