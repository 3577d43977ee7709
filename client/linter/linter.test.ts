import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import type { ClusterSnapshot, LintLiveParams, LiveFinding } from '../../server/protocol/messages.ts';
import { context, database, FakeView } from '../../test/support/live.ts';
import type { Cluster, ClusterChange, Clusters } from '../cluster/clusters.ts';
import { Signal } from '../cluster/signal.ts';
import { contextRules } from '../preferences/context-rules.ts';
import { LinterLink } from './link.ts';
import { LiveRisks } from './live-risks.ts';

/** How long changes are gathered here, and longer than that. */
const SETTLE_MS = 10;
const SETTLED_MS = 60;

/** One open cluster. */
class OneCluster {
  readonly view = new FakeView(context({ id: 'a', name: 'production' }), [database()]);
  readonly #changed = new Signal<ClusterChange>();
  readonly onChange = this.#changed.on;
  open = true;

  constructor() {
    this.view.onChange((change) => this.#changed.tell({ context: 'a', change }));
  }

  get all(): readonly Cluster[] {
    const { context: of, state } = this.view;
    const view = this.open ? this.view : undefined;
    return [{ context: of, rules: contextRules({}, of.name), state, view, connection: undefined }];
  }

  get = (): Cluster | undefined => this.all[0];

  get linked(): Cluster | undefined {
    return this.open ? this.all[0] : undefined;
  }

  tell(): void {
    this.#changed.tell({ context: 'a' });
  }

  asClusters(): Clusters {
    return this as unknown as Clusters;
  }
}

const finding = (rule: string, severity: LiveFinding['severity'], namespace = 'shop'): LiveFinding =>
  ({
    rule,
    severity,
    message: rule,
    path: 'spec',
    workload: { kind: 'StatefulSet', namespace, name: 'postgres' },
  }) as unknown as LiveFinding;

const version = (resourceVersion: string) => [{ metadata: { uid: 'u', resourceVersion } }];

describe('the linter’s picture of the linked cluster', () => {
  const facts = { version: '1.36.3', storageClasses: [], snapshotClasses: undefined, zones: ['a'], nodes: undefined };

  it('is sent once it is whole, not again while it is the same, and taken back at the end', async () => {
    const cluster = new OneCluster();
    const sent: (ClusterSnapshot | null)[] = [];
    const link = new LinterLink(cluster.asClusters(), { send: (snapshot) => sent.push(snapshot) > 0 }, SETTLE_MS);
    cluster.tell();
    await pause(SETTLED_MS);
    assert.deepEqual(sent, [], 'nothing is known, nothing is told');
    cluster.view.facts = facts;
    cluster.tell();
    cluster.tell();
    await pause(SETTLED_MS);
    assert.deepEqual(sent, [{ context: 'production', version: '1.36.3', storageClasses: [], zones: ['a'] }]);
    cluster.tell();
    await pause(SETTLED_MS);
    assert.equal(sent.length, 1);
    link.again();
    assert.equal(sent.length, 2, 'a new server is told');
    cluster.open = false;
    cluster.tell();
    await pause(SETTLED_MS);
    assert.equal(sent[2], null);
    link.dispose();
  });

  it('waits for a server that does not run', async () => {
    const cluster = new OneCluster();
    cluster.view.facts = facts;
    let runs = false;
    let sent = 0;
    const link = new LinterLink(cluster.asClusters(), { send: () => (runs ? (sent += 1) > 0 : false) }, SETTLE_MS);
    cluster.tell();
    await pause(SETTLED_MS);
    assert.equal(sent, 0);
    runs = true;
    link.again();
    assert.equal(sent, 1);
    link.dispose();
  });
});

describe('the risks of live databases', () => {
  function made(answer: () => Promise<{ findings: readonly LiveFinding[] } | undefined>) {
    const cluster = new OneCluster();
    const asked: LintLiveParams[] = [];
    const risks = new LiveRisks(
      cluster.asClusters(),
      (params) => {
        asked.push(params);
        return answer();
      },
      SETTLE_MS,
    );
    return { cluster, asked, risks, postgres: database() };
  }

  it('are looked for while someone looks, and again only where an object has changed', async () => {
    const found = [finding('b', 'warning'), finding('a', 'error'), finding('c', 'error', 'other')];
    const { cluster, asked, risks, postgres } = made(() => Promise.resolve({ findings: found }));
    cluster.view.objects.set(postgres.id, version('1'));
    cluster.tell();
    await pause(SETTLED_MS);
    assert.equal(asked.length, 0, 'nobody looks');
    assert.equal(risks.of('a', postgres).state, 'unknown');
    risks.watched = true;
    await pause(SETTLED_MS);
    const seen = risks.of('a', postgres);
    assert.ok(seen.state === 'known');
    assert.deepEqual(
      seen.findings.map(({ rule }) => rule),
      ['a', 'b'],
      'its own, the worst first',
    );
    cluster.view.put(postgres);
    await pause(SETTLED_MS);
    assert.equal(asked.length, 1, 'no object has changed');
    cluster.view.objects.set(postgres.id, version('2'));
    cluster.view.put(postgres);
    await pause(SETTLED_MS);
    assert.equal(asked.length, 2);
    risks.dispose();
  });

  it('are unknown where the linter is off or fails, and are looked for again then', async () => {
    let answer: () => Promise<{ findings: [] } | undefined> = () => Promise.resolve(undefined);
    const { cluster, risks, postgres } = made(() => answer());
    risks.watched = true;
    cluster.tell();
    await pause(SETTLED_MS);
    assert.deepEqual(risks.of('a', postgres), { state: 'unknown', why: 'the linter does not run' });
    answer = () => Promise.reject(new Error('broken pipe'));
    risks.again();
    await pause(SETTLED_MS);
    assert.deepEqual(risks.of('a', postgres), { state: 'unknown', why: 'the linter failed: broken pipe' });
    answer = () => Promise.resolve({ findings: [] });
    cluster.view.put(postgres);
    await pause(SETTLED_MS);
    assert.deepEqual(risks.of('a', postgres), { state: 'known', findings: [] });
    risks.dispose();
  });

  it('are forgotten with their database', async () => {
    const { cluster, risks, postgres } = made(() => Promise.resolve({ findings: [] }));
    risks.watched = true;
    cluster.tell();
    await pause(SETTLED_MS);
    assert.equal(risks.of('a', postgres).state, 'known');
    cluster.view.remove(postgres.id);
    assert.equal(risks.of('a', postgres).state, 'unknown');
    risks.dispose();
  });
});
