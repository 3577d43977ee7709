import type { LiveDatabase } from '../../../core/inventory/model.ts';
import { orphansIn, shownDatabases } from './children.ts';
import { contextItem } from './context-item.ts';
import { databaseItem } from './database-item.ts';
import type { Element } from './element.ts';
import {
  backupsGroup,
  forwardsGroup,
  missingGroup,
  orphansGroup,
  risksGroup,
  servicesGroup,
  storageGroup,
} from './group-item.ts';
import type { Item } from './item.ts';
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
import { hoursItem } from './hours-item.ts';
import { keptItem } from './kept-items.ts';
import { memberItem } from './member-item.ts';
import { noticeItem } from './notice-item.ts';
import { alarmItem, forwardItem, namespaceItem, riskItem } from './other-items.ts';
import { backupItem, missingItem, orphanItem, serviceItem, storageItem } from './part-items.ts';
import type { ContextSeen, World } from './world.ts';

/** How a row looks; undefined where what it stands for is gone. */
export function itemOf(element: Element, world: World): Item | undefined {
  const seen = world.contexts.find(({ context }) => context.id === element.context);
  if (seen === undefined) return undefined;
  const { view } = seen;
  switch (element.kind) {
    case 'context':
      return contextItem(seen, world, world.preferences.opened.includes(element.context));
    case 'notice':
      return noticeItem(element.notice, seen, world);
    case 'namespace': {
      const databases = shownDatabases(seen, world).get(element.namespace) ?? [];
      return namespaceItem(
        element.namespace,
        databases,
        world.preferences.isHidden(element.context, element.namespace),
      );
    }
    case 'orphan': {
      const orphan = view?.orphans.find((one) => keyOfOrphan(one) === element.key);
      return orphan && orphanItem(orphan);
    }
    case 'missing': {
      const missing = view?.missing.find((one) => keyOfMissing(one) === element.key);
      return missing && missingItem(missing);
    }
    case 'group':
      return groupOf(element, seen, world);
    case 'database':
    case 'alarm':
    case 'member':
    case 'hours':
    case 'storage':
    case 'service':
    case 'backup':
    case 'kept':
    case 'risk':
    case 'forward': {
      const database = view?.databases.get(element.database);
      return database && ofDatabase(element, database, world);
    }
  }
}

function ofDatabase(
  element: Extract<Element, { readonly database: string }>,
  database: LiveDatabase,
  world: World,
): Item | undefined {
  const { context } = element;
  const now = world.now();
  const part = <T>(all: readonly T[], is: (one: T) => boolean, show: (one: T) => Item): Item | undefined => {
    const found = all.find(is);
    return found === undefined ? undefined : show(found);
  };
  if (element.kind === 'database') {
    const pinned = world.preferences.isPinned({ context, database: database.id });
    return databaseItem(database, world.risks(context, database), pinned, world.offers(database));
  }
  const { key } = element;
  switch (element.kind) {
    case 'alarm':
      return part(
        database.alarms,
        ({ id }) => id === key,
        ({ message, since }) => alarmItem(database, message, since, now),
      );
    case 'member':
      return part(
        database.members,
        ({ pod }) => pod.name === key,
        (one) =>
          offering(
            memberItem(
              one,
              now,
              database.alarms.some(({ members }) => members.includes(one.pod.name)),
              database.fenced === one.pod.name,
            ),
            world.offers(database).includes('restart') && 'can_restart_member',
            one.role === 'replica' && world.offers(database).includes('switchover') && 'can_lead',
            one.role === 'replica' && world.offers(database).includes('failover') && 'can_take_over',
            world.offers(database).includes('fence') && 'can_fence_member',
            database.fenced === one.pod.name && world.offers(database).includes('unfence') && 'can_unfence_member',
            (database.fenced === one.pod.name || (one.role === 'replica' && one.streaming === false)) &&
              world.offers(database).includes('rejoin') &&
              'can_rejoin_member',
          ),
      );
    case 'hours':
      return part(
        database.hours,
        (one) => keyOfHours(one) === key,
        (one) => hoursItem(one, now),
      );
    case 'storage':
      return part(database.storage, (one) => keyOfStorage(one) === key, storageItem);
    case 'service':
      return part(database.services, ({ service }) => service.name === key, serviceItem);
    case 'backup':
      return part(
        database.backups,
        (one) => keyOfBackup(one) === key,
        (one) => backupItem(one, now),
      );
    case 'kept':
      return part(
        database.kept ?? [],
        (one) => keyOfKept(one) === key,
        (one) => keptItem(one, now, world.offers(database)),
      );
    case 'forward':
      return part(world.forwards(context, database.id), (one) => keyOfForward(one) === key, forwardItem);
    case 'risk': {
      const risks = world.risks(context, database);
      return part(risks.state === 'known' ? risks.findings : [], (one) => keyOfFinding(one) === key, riskItem);
    }
  }
}

/** A row with more words for menus, where there are some. */
const offering = (item: Item, ...facets: readonly (string | false)[]): Item => {
  const more = facets.filter((facet) => facet !== false);
  return more.length === 0 ? item : { ...item, facets: [...item.facets, ...more] };
};

function groupOf(element: Element & { kind: 'group' }, seen: ContextSeen, world: World): Item | undefined {
  const { view } = seen;
  const { group, context, namespace } = element;
  if (group === 'orphans') {
    const orphans = orphansIn(seen, namespace);
    return orphans.length === 0 ? undefined : orphansGroup(orphans);
  }
  if (group === 'missing')
    return view === undefined || view.missing.length === 0 ? undefined : missingGroup(view.missing);
  const database = element.database === undefined ? undefined : view?.databases.get(element.database);
  if (database === undefined) return undefined;
  switch (group) {
    case 'storage':
      return storageGroup(database);
    case 'services':
      return servicesGroup(database);
    case 'backups':
      return backupsGroup(database, world.now());
    case 'forwards':
      return forwardsGroup(world.forwards(context, database.id));
    case 'risks':
      return risksGroup(world.risks(context, database));
  }
}
