import assert from 'node:assert/strict';
import { context, database, FakeView, member, NOW, object } from '../../../test/support/live.ts';
import { contextRules } from '../../preferences/context-rules.ts';
import { Preferences } from '../../preferences/preferences.ts';
import type { Element } from './element.ts';
import { DatabaseTree } from './tree.ts';
import type { ContextSeen, RisksSeen, World } from './world.ts';

const memory = (): Map<string, unknown> & { update(key: string, value: unknown): void } => {
  const map = new Map<string, unknown>();
  return Object.assign(map, { update: (key: string, value: unknown) => void map.set(key, value) });
};

class Fixture implements World {
  readonly preferences = new Preferences(memory(), memory());
  views: FakeView[];
  setting: unknown = {};
  linked: string | undefined = undefined;
  where = 'on this machine';
  found: RisksSeen = { state: 'known', findings: [] };
  readonly tree = new DatabaseTree(this);

  constructor(...views: FakeView[]) {
    this.views = views;
  }

  get contexts(): readonly ContextSeen[] {
    return this.views.map((view) => ({
      context: view.context,
      rules: contextRules(this.setting, view.context.name),
      state: view.state,
      view,
    }));
  }

  risks = (): RisksSeen => this.found;
  forwards = (): [] => [];
  offers = (): readonly ['backup', 'start'] => ['backup', 'start'];
  now = (): number => NOW;

  /** Labels and descriptions of all rows, indented; asks for them as the editor does. */
  text(element?: Element, depth = 0, below: (one: Element) => boolean = () => true): string[] {
    return this.tree.children(element).flatMap((child) => {
      const item = this.tree.item(child);
      assert.ok(item);
      const line = `${'  '.repeat(depth)}${item.label}${item.description ? ` | ${item.description}` : ''}`;
      return [line, ...(item.fold === 'leaf' || !below(child) ? [] : this.text(child, depth + 1, below))];
    });
  }
}

const shallow = ({ kind }: Element): boolean => kind === 'context' || kind === 'namespace';

describe('the tree of databases', () => {
  it('shows contexts, namespaces, databases, members and what belongs to them', () => {
    const fixture = new Fixture(new FakeView(context(), [database()]));
    assert.deepEqual(fixture.text(), [
      'practice | 127.0.0.1:16443 · current',
      '  shop | 1 database',
      '    postgres | PostgreSQL 16.4 · 3/3 ready · primary postgres-0 · lag 0 B',
      '      postgres-0 | primary · ready · node-a · zone-a',
      '      postgres-1 | replica · lag 0 B · ready · node-a · zone-a',
      '      postgres-2 | replica · lag 0 B · ready · node-a · zone-a',
      '      Storage | 12.3 / 50 GiB · 25 % · 1 volume',
      '        data-postgres-0 | 12.3 / 50 GiB · 25 % · standard',
      '      Backups | none seen',
      '      Risks | none',
    ]);
  });

  it('says that it does not know rather than zero', () => {
    const blind = { state: 'refused', by: undefined, why: 'you may not exec', at: undefined } as const;
    const members = ['a-0', 'a-1'].map((name) => member(name, { role: 'unknown', lag: undefined, asked: blind }));
    const fixture = new Fixture(
      new FakeView(context(), [
        database('a', { members, health: 'unknown', replicas: { desired: undefined, ready: 2 }, storage: [] }),
      ]),
    );
    const text = fixture.text();
    assert.ok(text.includes('    a | unknown · 2/? ready · primary ? · PostgreSQL 16.4'), text.join('\n'));
    assert.ok(text.includes('      a-0 | role ? · ready · node-a · zone-a'));
    const row = fixture.tree.known(fixture.tree.children()[0]!.id)!;
    assert.equal(row.kind, 'context');
    const [namespace] = fixture.tree.children(row);
    const [db] = fixture.tree.children(namespace);
    assert.match(fixture.tree.item(fixture.tree.children(db)[0]!)?.tooltip ?? '', /you may not exec/);
  });

  it('puts an alarm above everything, whatever is hidden or filtered', () => {
    const alarm = {
      id: 'two-writers',
      message: 'a-0 and a-1 accept writes',
      members: ['a-0', 'a-1'],
      since: NOW,
    } as const;
    const view = new FakeView(context(), [
      database('z', { health: 'alarm', alarms: [alarm], namespace: 'crm' }),
      database('b', { namespace: 'crm' }),
    ]);
    const fixture = new Fixture(view);
    assert.deepEqual(fixture.text(undefined, 0, shallow).slice(1), [
      '  Two writers: crm/z | just now · a-0 and a-1 accept writes',
      '  crm | 2 databases · 1 alarm',
      '    z | TWO WRITERS · 3/3 ready · primary z-0 · PostgreSQL 16.4',
      '    b | PostgreSQL 16.4 · 3/3 ready · primary b-0 · lag 0 B',
    ]);
    fixture.preferences.setHidden('practice', 'crm', true);
    assert.match(fixture.text()[1] ?? '', /Two writers/);
    assert.match(fixture.text()[2] ?? '', /2 databases here, none shown/);
  });

  it('keeps rows as they are and names those that changed alone', () => {
    const view = new FakeView(context(), [database('a'), database('b')]);
    const fixture = new Fixture(view);
    fixture.text();
    assert.deepEqual(fixture.tree.changes(), []);
    const before = database('b');
    const [first, ...others] = before.members;
    const next = { ...before, members: [{ ...first!, ready: false }, ...others] };
    view.databases.set(next.id, next);
    const changed = fixture.tree.changes({ context: 'practice', databases: new Set([next.id]) });
    assert.ok(changed !== 'all');
    assert.deepEqual(
      changed.map((one) => ('key' in one ? one.key : one.kind)),
      ['b-0'],
    );
    assert.equal(fixture.tree.same({ ...changed[0]! }), changed[0], 'the same row is the same object');
    assert.notDeepEqual(fixture.tree.changes(), [], 'until it is asked for again');
    for (const one of changed) fixture.tree.item(one);
    assert.deepEqual(fixture.tree.changes(), []);
  });

  it('names the parent of rows that come and go', () => {
    const view = new FakeView(context(), [database('a')]);
    const fixture = new Fixture(view);
    fixture.text();
    view.databases.set('shop/StatefulSet/c/postgres', database('c'));
    const changed = fixture.tree.changes();
    assert.ok(changed !== 'all');
    assert.deepEqual(
      changed.map(({ kind }) => kind),
      ['namespace'],
    );
    fixture.text();
    view.databases.clear();
    const after = fixture.tree.changes();
    assert.ok(after !== 'all' && after.some(({ kind }) => kind === 'context'));
    fixture.views = [];
    assert.equal(fixture.tree.changes(), 'all');
  });

  it('says why there is nothing', () => {
    const view = new FakeView();
    const fixture = new Fixture(view);
    assert.match(fixture.text()[1] ?? '', /No databases found \| looked in all namespaces/);
    view.namespaces = ['shop', 'crm'];
    assert.match(fixture.text()[1] ?? '', /looked in shop, crm/);
    view.missing = [{ right: 'list pods', namespace: undefined, consequence: 'nothing can be found' }];
    assert.match(fixture.text()[1] ?? '', /You may not look for databases here/);
    assert.match(fixture.text()[2] ?? '', /Missing rights \| 1 thing cannot be seen/);
    view.state = { phase: 'closed' };
    assert.match(fixture.text()[1] ?? '', /Not connected/);
    view.state = { phase: 'connecting' };
    assert.match(fixture.text()[1] ?? '', /Connecting/);
    const trouble = { kind: 'unreachable', message: 'Nothing listens at 127.0.0.1:1.' } as const;
    view.state = { phase: 'lost', trouble, retryAt: undefined, since: undefined };
    assert.match(fixture.text()[1] ?? '', /cannot be reached \| Nothing listens/);
    view.databases.set('x', database('x', { id: 'x' }));
    assert.match(fixture.text()[3] ?? '', /x \| PostgreSQL/, 'the last picture stays');
  });

  it('sorts contexts by pin, the current one, name, and leaves hidden ones out', () => {
    const views = ['b', 'c', 'a', 'd'].map((id) => new FakeView(context({ id, name: id, current: id === 'c' })));
    const fixture = new Fixture(...views);
    fixture.setting = { a: { hidden: true } };
    fixture.preferences.setPinned({ context: 'd' }, true);
    const names = (): string[] => fixture.tree.children().map((one) => one.context);
    assert.deepEqual(names(), ['d', 'c', 'b']);
    fixture.preferences.showHidden = true;
    assert.deepEqual(names(), ['d', 'c', 'a', 'b']);
  });

  it('marks contexts as the setting says', () => {
    const fixture = new Fixture(new FakeView());
    fixture.setting = { 'prac*': { protection: 'read-only', label: 'production' } };
    const item = fixture.tree.item(fixture.tree.children()[0]!);
    assert.ok(item);
    assert.equal(item.description, 'production · read-only · 127.0.0.1:16443 · current');
    assert.deepEqual(item.mark, { colour: 'charts.red', meaning: 'production · read-only' });
    assert.equal(item.icon?.name, 'shield');
  });

  it('filters by text, health and engine', () => {
    const view = new FakeView(context(), [
      database('orders'),
      database('users', { health: 'degraded', reasons: ['slow'] }),
    ]);
    const fixture = new Fixture(view);
    const shown = (): string[] =>
      fixture
        .text(undefined, 0, shallow)
        .slice(2)
        .map((line) => line.trim().split(' ')[0] ?? '');
    assert.deepEqual(shown(), ['orders', 'users']);
    fixture.preferences.filter = { text: 'SHOP users', healths: [], engines: [] };
    assert.deepEqual(shown(), ['users']);
    fixture.preferences.filter = { text: '', healths: ['healthy'], engines: ['postgresql'] };
    assert.deepEqual(shown(), ['orders']);
    fixture.preferences.filter = { text: '', healths: [], engines: ['redis'] };
    assert.match(fixture.text()[1] ?? '', /2 databases here, none shown \| filter redis/);
  });

  it('shows orphans under their namespace, and volumes under their context', () => {
    const view = new FakeView();
    const orphan = (kind: string, name: string, namespace?: string) => ({
      object: { ...object(kind, name), namespace },
      why: 'named as the claims of a StatefulSet that is gone',
      engine: undefined,
      capacity: undefined,
      storageClass: 'standard',
      reclaimPolicy: undefined,
      phase: 'Bound',
      belongedTo: undefined,
    });
    view.orphans = [orphan('PersistentVolumeClaim', 'data-pg-0', 'old'), orphan('PersistentVolume', 'pv-1')];
    assert.deepEqual(new Fixture(view).text().slice(1), [
      '  old | no database',
      '    Without a database | 1 claim or volume that looks like a database’s',
      '      data-pg-0 | ? B · Bound · standard',
      '  Without a database | 1 claim or volume that looks like a database’s',
      '    pv-1 | ? B · Bound · standard',
    ]);
  });

  it('leaves out volumes that belonged to namespaces at which it does not look', () => {
    const view = new FakeView();
    view.namespaces = ['shop'];
    const volume = (name: string, belongedTo: string | undefined) => ({
      object: { ...object('PersistentVolume', name), namespace: undefined },
      why: 'Released',
      engine: undefined,
      capacity: 1024 ** 3,
      storageClass: undefined,
      reclaimPolicy: 'Retain',
      phase: 'Released',
      belongedTo,
    });
    view.orphans = [volume('a', 'shop/data-pg-0'), volume('b', 'crm/data-pg-0'), volume('c', undefined)];
    assert.deepEqual(new Fixture(view).text().slice(2), [
      '  Without a database | 1 claim or volume that looks like a database’s',
      '    a | 1 GiB · Released · shop/data-pg-0',
    ]);
  });

  it('takes what a cluster says literally in tooltips', () => {
    const view = new FakeView(context(), [database('a', { reasons: ['[click](command:x)'], health: 'degraded' })]);
    const fixture = new Fixture(view);
    fixture.text();
    const [root] = fixture.tree.children();
    const [db] = fixture.tree.children(fixture.tree.children(root)[0]);
    assert.match(fixture.tree.item(db!)?.tooltip ?? '', /\\\[click\\\]\\\(command/);
  });
});
