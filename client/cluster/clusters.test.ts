import assert from 'node:assert/strict';
import type { Connection } from '../../core/cluster/connection.ts';
import type { KubeContext } from '../../core/cluster/context.ts';
import { context, database, FakeView } from '../../test/support/live.ts';
import { contextRules } from '../preferences/context-rules.ts';
import { Preferences } from '../preferences/preferences.ts';
import { Clusters } from './clusters.ts';
import type { ClusterChange } from './clusters.ts';
import type { Core, Opened } from './core.ts';

const memory = (): Map<string, unknown> & { update(key: string, value: unknown): void } => {
  const map = new Map<string, unknown>();
  return Object.assign(map, { update: (key: string, value: unknown) => void map.set(key, value) });
};

class FakeCore implements Core {
  found: KubeContext[] = [context({ id: 'a', name: 'a' }), context({ id: 'b', name: 'b', current: false })];
  readonly opened: { context: string; namespaces: readonly string[] | undefined; view: FakeView }[] = [];
  readonly closed: string[] = [];
  changed: () => void = () => undefined;
  failure: Error | undefined;

  contexts = () => Promise.resolve({ contexts: [...this.found], unreadable: [], files: ['/x'] });
  watch = (_added: readonly string[], changed: () => void) => {
    this.changed = changed;
    return () => undefined;
  };
  open = (of: KubeContext, namespaces: readonly string[] | undefined): Promise<Opened> => {
    if (this.failure !== undefined) return Promise.reject(this.failure);
    const view = new FakeView(of, [database()]);
    this.opened.push({ context: of.id, namespaces, view });
    const connection = { close: () => this.closed.push(of.id) } as unknown as Connection;
    return Promise.resolve({ connection, view, attend: () => undefined });
  };
}

function made(): {
  core: FakeCore;
  clusters: Clusters;
  changes: ClusterChange[];
  preferences: Preferences;
  setting: { value: unknown };
} {
  const core = new FakeCore();
  const setting = { value: {} as unknown };
  const preferences = new Preferences(memory(), memory());
  const clusters = new Clusters(
    () => core,
    { added: () => [], rules: (name) => contextRules(setting.value, name) },
    preferences,
  );
  const changes: ClusterChange[] = [];
  clusters.onChange((change) => changes.push(change));
  return { core, clusters, changes, preferences, setting };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('clusters', () => {
  it('goes to none that nobody opened', async () => {
    const { core, clusters } = made();
    await clusters.read();
    assert.deepEqual(
      clusters.all.map(({ state }) => state.phase),
      ['closed', 'closed'],
    );
    assert.equal(core.opened.length, 0);
  });

  it('opens one once, tells its changes, and closes it', async () => {
    const { core, clusters, changes } = made();
    await clusters.read();
    await Promise.all([clusters.open('a'), clusters.open('a')]);
    assert.equal(core.opened.length, 1);
    assert.equal(clusters.get('a')?.state.phase, 'connected');
    changes.length = 0;
    const before = clusters.get('a');
    core.opened[0]!.view.put(database('other'));
    assert.deepEqual(
      changes.map(({ context: id, change }) => [id, change?.changed]),
      [['a', ['shop/StatefulSet/other/postgres']]],
    );
    assert.notEqual(clusters.get('a'), before, 'a change makes a new object');
    clusters.close('a');
    assert.deepEqual(core.closed, ['a']);
    assert.ok(core.opened[0]!.view.closed);
    assert.equal(clusters.get('a')?.state.phase, 'closed');
  });

  it('says why one could not be opened, and tries again', async () => {
    const { core, clusters } = made();
    await clusters.read();
    core.failure = Object.assign(new Error('aws was not found'), { kind: 'credentials' });
    await clusters.open('a');
    const state = clusters.get('a')?.state;
    assert.ok(state?.phase === 'lost');
    assert.deepEqual(state.trouble, { kind: 'credentials', message: 'aws was not found' });
    core.failure = undefined;
    await clusters.reopen('a');
    assert.equal(clusters.get('a')?.state.phase, 'connected');
  });

  it('drops what was closed while it was being opened', async () => {
    const { core, clusters } = made();
    await clusters.read();
    const opening = clusters.open('a');
    clusters.close('a');
    await opening;
    assert.deepEqual(core.closed, ['a']);
    assert.equal(clusters.get('a')?.state.phase, 'closed');
  });

  it('follows the kubeconfig: goes anew where a context leads elsewhere, and leaves those that are gone', async () => {
    const { core, clusters } = made();
    await clusters.read();
    await clusters.open('a');
    await clusters.open('b');
    core.found = [context({ id: 'a', name: 'a', server: 'https://elsewhere:6443' })];
    core.changed();
    await settled();
    await settled();
    assert.deepEqual(core.closed, ['a', 'b']);
    assert.deepEqual(
      core.opened.map((one) => one.context),
      ['a', 'b', 'a'],
    );
    assert.deepEqual(
      clusters.all.map((one) => one.context.id),
      ['a'],
    );
  });

  it('takes protection at once, and looks again where the namespaces are others', async () => {
    const { core, clusters, setting } = made();
    await clusters.read();
    await clusters.open('a');
    setting.value = { a: { protection: 'read-only' } };
    clusters.settingsChanged();
    assert.equal(clusters.get('a')?.rules.protection, 'read-only');
    assert.equal(core.opened.length, 1);
    setting.value = { a: { namespaces: ['shop'] } };
    clusters.settingsChanged();
    await settled();
    assert.deepEqual(core.opened[1]?.namespaces, ['shop']);
  });

  it('links the linter to the current context, or to the chosen one alone', async () => {
    const { clusters, preferences } = made();
    await clusters.read();
    const linked = (): string | undefined => clusters.linked?.context.id;
    assert.equal(linked(), undefined);
    await clusters.open('b');
    assert.equal(linked(), 'b', 'the only one');
    await clusters.open('a');
    assert.equal(linked(), 'a', 'the current one');
    preferences.linked = 'b';
    assert.equal(linked(), 'b');
    clusters.close('b');
    assert.equal(linked(), undefined, 'the chosen one is not connected');
  });
});
