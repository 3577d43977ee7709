import type { LiveDatabase, Orphan } from '../../../core/inventory/model.ts';
import { narrows, passes } from '../../preferences/filter.ts';
import { identified } from './element.ts';
import type { Element, GroupName, NoticeName } from './element.ts';
import {
  keyOfBackup,
  keyOfFinding,
  keyOfForward,
  keyOfHours,
  keyOfKept,
  keyOfMissing,
  keyOfOrphan,
  keyOfStorage,
} from './keys.ts';
import type { ContextSeen, World } from './world.ts';

/** So many rows of backups: the newest are what one looks for; a command lists all. */
const MOST_KEPT = 50;

const { compare: byName } = new Intl.Collator('en', { numeric: true });

const isHiddenContext = ({ context, rules }: ContextSeen, { preferences }: World): boolean =>
  rules.hidden || preferences.isHidden(context.id);

/** The contexts that are shown: pinned ones first, then the current one, then by name. */
export function rootsOf(world: World): readonly Element[] {
  const { preferences } = world;
  const rank = ({ context }: ContextSeen): number =>
    preferences.isPinned({ context: context.id }) ? 0 : context.current ? 1 : 2;
  return world.contexts
    .filter((seen) => preferences.showHidden || !isHiddenContext(seen, world))
    .sort((a, b) => rank(a) - rank(b) || byName(a.context.name, b.context.name))
    .map(({ context }) => identified({ kind: 'context', context: context.id }));
}

/** The rows below one. */
export function childrenOf(element: Element, world: World): readonly Element[] {
  const seen = world.contexts.find(({ context }) => context.id === element.context);
  if (seen === undefined) return [];
  switch (element.kind) {
    case 'context':
      return ofContext(seen, world);
    case 'namespace':
      return ofNamespace(seen, element.namespace, world);
    case 'database': {
      const database = seen.view?.databases.get(element.database);
      return database === undefined ? [] : ofDatabase(seen, database, world);
    }
    case 'group':
      return ofGroup(seen, element, world);
    case 'notice':
    case 'alarm':
    case 'member':
    case 'hours':
    case 'storage':
    case 'service':
    case 'backup':
    case 'kept':
    case 'risk':
    case 'forward':
    case 'orphan':
    case 'missing':
      return [];
  }
}

/** What was sorted for a context holds as long as the context is the same object: thousands of rows ask for it. */
const sorted = new WeakMap<ContextSeen, ReadonlyMap<string, readonly LiveDatabase[]>>();

/**
 * By namespace, the databases of a context that the filter and hidden namespaces leave: those with an alarm first, then pinned ones, then by name.
 * Otherwise their order does not depend on how they are: rows that jump are clicked wrongly.
 */
export function shownDatabases(seen: ContextSeen, world: World): ReadonlyMap<string, readonly LiveDatabase[]> {
  const before = sorted.get(seen);
  if (before !== undefined) return before;
  const { preferences } = world;
  const { filter, showHidden } = preferences;
  const context = seen.context.id;
  const rank = (database: LiveDatabase): number =>
    database.alarms.length > 0 ? 0 : preferences.isPinned({ context, database: database.id }) ? 1 : 2;
  const narrow = narrows(filter);
  const groups = new Map<string, LiveDatabase[]>();
  for (const database of seen.view?.databases.values() ?? []) {
    const { namespace } = database;
    if ((!showHidden && preferences.isHidden(context, namespace)) || (narrow && !passes(filter, database))) continue;
    const group = groups.get(namespace);
    if (group === undefined) groups.set(namespace, [database]);
    else group.push(database);
  }
  for (const group of groups.values()) {
    group.sort((a, b) => rank(a) - rank(b) || byName(a.name, b.name) || byName(a.id, b.id));
  }
  sorted.set(seen, groups);
  return groups;
}

/**
 * Claims without a database in a namespace, or (undefined) volumes. Where one looks at some namespaces only, the volumes that belonged to others are
 * nobody's business here.
 */
export function orphansIn({ view }: ContextSeen, namespace: string | undefined): readonly Orphan[] {
  return (view?.orphans ?? []).filter(({ object, belongedTo }) => {
    if (object.namespace !== namespace) return false;
    if (namespace !== undefined || view?.namespaces === undefined) return true;
    return view.namespaces.includes(belongedTo?.split('/')[0] ?? '');
  });
}

function ofContext(seen: ContextSeen, world: World): readonly Element[] {
  const { context, state, view } = seen;
  const id = context.id;
  const notice = (name: NoticeName): Element => identified({ kind: 'notice', context: id, notice: name });
  if (state.phase === 'closed') return [notice(context.problems.length > 0 ? 'problem' : 'closed')];
  const troubles = state.phase === 'lost' ? [notice('trouble')] : [];
  if (view === undefined || (view.databases.size === 0 && state.phase !== 'connected')) {
    return troubles.length > 0 ? troubles : [notice('connecting')];
  }
  const alarms = [...view.databases.values()].flatMap((database) =>
    database.alarms.map((alarm) => identified({ kind: 'alarm', context: id, database: database.id, key: alarm.id })),
  );
  const shown = shownDatabases(seen, world);
  const visible = (name: string): boolean => world.preferences.showHidden || !world.preferences.isHidden(id, name);
  const orphaned = view.orphans.flatMap(({ object: { namespace } }) => (namespace === undefined ? [] : [namespace]));
  const names = [...new Set([...shown.keys(), ...orphaned.filter(visible)])].sort(byName);
  const group = (name: GroupName): Element => identified({ kind: 'group', context: id, group: name });
  const nothing = names.length === 0 ? [notice(why(seen))] : [];
  return [
    ...troubles,
    ...alarms,
    ...nothing,
    ...names.map((namespace) => identified({ kind: 'namespace', context: id, namespace })),
    ...(orphansIn(seen, undefined).length > 0 ? [group('orphans')] : []),
    ...(view.missing.length > 0 ? [group('missing')] : []),
  ];
}

/** Why a connected context shows no database. */
function why({ view }: ContextSeen): NoticeName {
  if ((view?.databases.size ?? 0) > 0) return 'filtered';
  // Without pods nothing can be found; other rights only make the picture poorer.
  return view?.missing.some(({ right }) => /\blist (pods|statefulsets|\*)/.test(right)) === true
    ? 'forbidden'
    : 'empty';
}

function ofNamespace(seen: ContextSeen, namespace: string, world: World): readonly Element[] {
  const context = seen.context.id;
  const databases = shownDatabases(seen, world).get(namespace) ?? [];
  const hasOrphans = orphansIn(seen, namespace).length > 0;
  return [
    ...databases.map(({ id }) => identified({ kind: 'database', context, database: id })),
    ...(hasOrphans ? [identified({ kind: 'group', context, group: 'orphans', namespace })] : []),
  ];
}

function ofDatabase(seen: ContextSeen, database: LiveDatabase, world: World): readonly Element[] {
  const context = seen.context.id;
  const group = (name: GroupName): Element =>
    identified({ kind: 'group', context, group: name, database: database.id });
  return [
    ...database.members.map(({ pod }) => identified({ kind: 'member', context, database: database.id, key: pod.name })),
    ...database.hours.map((one) => identified({ kind: 'hours', context, database: database.id, key: keyOfHours(one) })),
    ...(world.forwards(context, database.id).length > 0 ? [group('forwards')] : []),
    group('storage'),
    ...(database.services.length > 0 ? [group('services')] : []),
    group('backups'),
    group('risks'),
  ];
}

/** What makes backups, or made them; without Plinth's own Jobs whose backup stands there itself. */
function backupsBeside({ backups, kept = [] }: LiveDatabase): LiveDatabase['backups'] {
  const jobs = new Set(kept.map(({ id }) => `plinth-backup-${id.split('-').at(-1) ?? ''}`));
  return backups.filter(({ form, object }) => form !== 'job' || !jobs.has(object.name));
}

function ofGroup(seen: ContextSeen, element: Element & { kind: 'group' }, world: World): readonly Element[] {
  const { context, group } = element;
  const { view } = seen;
  if (group === 'orphans') {
    return orphansIn(seen, element.namespace).map((orphan) =>
      identified({ kind: 'orphan', context, key: keyOfOrphan(orphan) }),
    );
  }
  if (group === 'missing') {
    return (view?.missing ?? []).map((missing) => identified({ kind: 'missing', context, key: keyOfMissing(missing) }));
  }
  const database = element.database === undefined ? undefined : view?.databases.get(element.database);
  if (database === undefined) return [];
  const part = (kind: 'storage' | 'service' | 'backup' | 'kept' | 'risk' | 'forward', key: string): Element =>
    identified({ kind, context, database: database.id, key });
  switch (group) {
    case 'storage':
      return database.storage.map((one) => part('storage', keyOfStorage(one)));
    case 'services':
      return database.services.map(({ service }) => part('service', service.name));
    case 'backups':
      return [
        ...(database.kept ?? []).slice(0, MOST_KEPT).map((one) => part('kept', keyOfKept(one))),
        ...backupsBeside(database).map((one) => part('backup', keyOfBackup(one))),
      ];
    case 'forwards':
      return world.forwards(context, database.id).map((one) => part('forward', keyOfForward(one)));
    case 'risks': {
      const risks = world.risks(context, database);
      return risks.state === 'known' ? risks.findings.map((one) => part('risk', keyOfFinding(one))) : [];
    }
  }
}
