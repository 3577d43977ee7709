import assert from 'node:assert/strict';
import { parse } from 'yaml';
import { object } from '../../test/support/live.ts';
import { driftText } from './drift.ts';
import { eventsOf, eventsText } from './events.ts';
import { entering, looking, quoted } from './kubectl.ts';
import { compared, HIDDEN, shown } from './shown.ts';
import { placeOf, steps, yamlOf } from './yaml.ts';

const secret = {
  kind: 'Secret',
  apiVersion: 'v1',
  data: { password: 'aHVudGVyMg==' },
  stringData: { other: 'hunter3' },
  metadata: {
    name: 'db',
    managedFields: [{ manager: 'kubectl' }],
    annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{"stringData":{"password":"hunter2"}}' },
  },
};

describe('a live object as it is shown', () => {
  it('has no value of a Secret, wherever it stands', () => {
    for (const text of [yamlOf(shown(secret)), yamlOf(compared(secret))]) {
      assert.doesNotMatch(text, /hunter|aHVudGVy|managedFields|last-applied/);
      assert.ok(text.includes(HIDDEN));
    }
    assert.deepEqual(Object.keys(shown(secret)).slice(0, 3), ['apiVersion', 'kind', 'metadata']);
  });

  it('keeps what people and controllers say', () => {
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'a', annotations: { x: 'y' }, uid: 'u' },
      spec: { a: 1 },
    };
    assert.deepEqual(shown(pod), pod);
    assert.deepEqual(parse(yamlOf(shown(pod))), pod);
  });

  it('is compared without what the server keeps for itself, whatever the order of keys', () => {
    const live = {
      kind: 'A',
      metadata: { uid: 'u', name: 'x', generation: 3 },
      spec: { b: [{ d: 1, c: 2 }], a: 1 },
      status: {},
    };
    const meant = { spec: { a: 1, b: [{ c: 2, d: 1 }] }, metadata: { name: 'x' }, kind: 'A' };
    assert.equal(yamlOf(compared(live)), yamlOf(compared(meant)));
  });
});

describe('the place of a field', () => {
  const text = yamlOf({
    metadata: { annotations: { 'a.b/c': 'x' } },
    spec: { containers: [{ name: 'a', image: 'b' }], replicas: 1 },
  });
  const line = (path: string): string => text.slice(placeOf(text, path)).split('\n')[0] ?? '';

  it('is found by its path', () => {
    assert.equal(line('spec.containers[0].image'), 'image: b');
    assert.equal(line('spec.replicas'), 'replicas: 1');
    assert.equal(line('metadata.annotations["a.b/c"]'), 'a.b/c: x');
    assert.deepEqual(steps("a['b.c'][2].d"), ['a', 'b.c', 2, 'd']);
  });

  it('is the nearest above it where the field is missing', () => {
    assert.equal(line('spec.containers[0].resources.limits'), 'name: a');
    assert.equal(line('spec.template'), 'spec:');
    assert.equal(line(''), 'metadata:');
    assert.equal(line('nowhere'), 'metadata:');
  });
});

describe('a comparison by the manifest’s own fields', () => {
  it('says why it knows no more, and both sides of each field', () => {
    const fields = [{ path: ['spec', 'replicas'], place: 'spec.replicas', live: 3, manifest: undefined }];
    const text = driftText('StatefulSet shop/a', {
      state: 'differs',
      by: 'manifest',
      why: 'You may not apply.',
      fields,
    });
    assert.equal(
      text,
      'StatefulSet shop/a\nYou may not apply.\n\nspec.replicas\n  live:     3\n  manifest: (not set)\n',
    );
  });
});

describe('events', () => {
  const now = Date.UTC(2026, 10, 22, 12);
  const events = [
    {
      reason: 'Old',
      message: 'a\n  b',
      lastTimestamp: '2026-11-22T11:00:00Z',
      involvedObject: { kind: 'Pod', name: 'a-0' },
    },
    {
      reason: 'New',
      type: 'Warning',
      count: 3,
      eventTime: '2026-11-22T11:59:50Z',
      involvedObject: { kind: 'Pod', name: 'a-1' },
    },
    { reason: 'Other', involvedObject: { kind: 'Pod', name: 'b-0' } },
  ];

  it('are those of the database, the newest first', () => {
    const text = eventsText('Events of a', eventsOf(events, new Set(['a-0', 'a-1'])), now);
    assert.deepEqual(text.trim().split('\n').slice(2), [
      'LAST      TYPE     REASON  OBJECT   MESSAGE',
      '10 s ago  Warning  New     Pod/a-1   (3 times)',
      '1 h ago            Old     Pod/a-0  a b',
    ]);
  });

  it('are said to be none', () => assert.match(eventsText('x', [], now), /No events/));
});

describe('commands of kubectl', () => {
  const place = { context: 'arn:aws:eks/prod', kubeconfig: undefined };

  it('name context and namespace, and are quoted for a shell', () => {
    assert.equal(
      looking(place, object('StatefulSet', 'pg'))[0]?.command,
      'kubectl --context arn:aws:eks/prod -n shop describe statefulset/pg',
    );
    const hostile = { context: "it's; rm", kubeconfig: '/home/a b/c' };
    assert.equal(
      looking(hostile, object('Pod', 'pg-0'))[1]?.command,
      "kubectl --kubeconfig '/home/a b/c' --context 'it'\\''s; rm' -n shop get pod/pg-0 -o yaml",
    );
    assert.equal(quoted('$(x)'), "'$(x)'");
  });

  it('name the group of custom resources', () => {
    const custom = { ...object('Cluster', 'pg'), apiVersion: 'postgresql.cnpg.io/v1' };
    assert.match(looking(place, custom)[0]?.command ?? '', /describe cluster\.postgresql\.cnpg\.io\/pg$/);
  });

  it('enter a member', () => {
    const commands = entering(place, object('Pod', 'pg-0'), 'postgres', {
      client: ['sh', '-c', 'psql -d "$X"'],
      ports: [5432],
    });
    assert.deepEqual(
      commands.map(({ title }) => title),
      ['Follow the log', 'Log of the previous container', 'Shell', 'Database client', 'Forward port 5432'],
    );
    assert.match(commands[3]?.command ?? '', /exec -it pg-0 -c postgres -- sh -c 'psql -d "\$X"'$/);
  });
});
