import type { Colors } from 'picocolors/types';
import type { Health, InventoryView, LiveDatabase, LiveMember, MissingRight, Orphan } from '../core/inventory/model.ts';
import { bytes, dataOf, lagOf, lastBackup, span, spaceOf, UNKNOWN } from './status-words.ts';
import { layOut } from './text-table.ts';
import type { Cell, Line } from './text-table.ts';

/** What of an inventory is printed. */
export type Shown = Pick<InventoryView, 'context' | 'state' | 'databases' | 'orphans' | 'missing' | 'namespaces'>;

const HEADINGS = ['DATABASE', 'ENGINE', 'HEALTH', 'READY', 'ROLE', 'LAG', 'STORAGE', 'LAST BACKUP'];

/** Contexts with their databases for people: alarms on top, then a table, then what is left over and what one may not see. */
export function formatStatus(inventories: readonly Shown[], colors: Colors, now: number): string {
  return inventories.map((one) => formatContext(one, colors, now)).join('\n');
}

function formatContext(one: Shown, colors: Colors, now: number): string {
  const databases = sorted(one);
  const parts = [
    heading(one, databases.length, colors, now),
    alarms(databases, colors, now),
    databases.length === 0 ? noDatabase(one, colors) : table(one, databases, colors, now),
    leftOver(one.orphans, colors),
    notSeen(one.missing, colors),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** By namespace and name: the eye finds a database where it was the last time. */
function sorted({ databases }: Shown): readonly LiveDatabase[] {
  return [...databases.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function heading({ context, state, namespaces }: Shown, count: number, colors: Colors, now: number): string {
  const name = colors.bold(context.name);
  switch (state.phase) {
    case 'connected': {
      const where = namespaces === undefined ? '' : `, only in ${namespaces.join(', ') || 'no namespace'}`;
      return `${name}  Kubernetes ${state.version}, ${count} ${count === 1 ? 'database' : 'databases'}${where}`;
    }
    case 'lost': {
      const age = state.since === undefined ? '' : ` What is shown was true ${span((now - state.since) / 1000)} ago.`;
      return `${name}  ${colors.red('not reached:')} ${state.trouble.message}${age}`;
    }
    case 'connecting':
      return `${name}  ${colors.yellow('no whole picture yet')}`;
    case 'closed':
      return name;
  }
}

function alarms(databases: readonly LiveDatabase[], colors: Colors, now: number): string {
  const found = databases.flatMap((database) => database.alarms.map((alarm) => ({ database, alarm })));
  return found
    .map(({ database, alarm }) => {
      const title = ` ALARM  ${database.namespace}/${database.name}, since ${span((now - alarm.since) / 1000)} `;
      return `${colors.inverse(colors.red(title))}\n${colors.red(alarm.message)}`;
    })
    .join('\n');
}

function noDatabase({ state }: Shown, colors: Colors): string {
  return state.phase === 'connected' ? colors.dim('No database is seen here.') : '';
}

function table({ missing }: Shown, databases: readonly LiveDatabase[], colors: Colors, now: number): string {
  const head: Cell[] = HEADINGS.map((text) => ({ text, paint: colors.dim }));
  const seesJobs = (namespace: string): boolean =>
    !missing.some(
      (one) =>
        /^list (?:cronjobs|jobs) /u.test(one.right) && (one.namespace === undefined || one.namespace === namespace),
    );
  const lines = databases.flatMap((database): Line[] => [
    databaseRow(database, seesJobs(database.namespace), colors, now),
    ...(onlyMember(database) ? [] : database.members.map((member) => memberRow(database, member, colors))),
    ...reasonsOf(database).map((reason) => `    ${painterOf(database.health, colors)(reason)}`),
  ]);
  return layOut([head, ...lines]);
}

/** An alarm stands on top already. */
function reasonsOf({ reasons, alarms: told }: LiveDatabase): readonly string[] {
  return reasons.filter((reason) => !told.some(({ message }) => message === reason));
}

function databaseRow(database: LiveDatabase, seesJobs: boolean, colors: Colors, now: number): readonly Cell[] {
  const { namespace, name, engineName, version, health, replicas, backups } = database;
  const only = onlyMember(database);
  const backup = database.cache && backups.length === 0 ? 'cache' : lastBackup(backups, seesJobs, now);
  return [
    { text: `${namespace}/${name}`, paint: colors.bold },
    { text: `${engineName} ${version ?? UNKNOWN}` },
    { text: health, paint: painterOf(health, colors) },
    { text: `${replicas.ready}/${replicas.desired ?? UNKNOWN}` },
    { text: only ? roleOf(only) : '' },
    { text: only ? lagOf(only) : '' },
    { text: spaceOf(dataOf(database)) },
    { text: backup, ...(backup.includes('failed') && { paint: colors.red }) },
  ];
}

function memberRow(database: LiveDatabase, member: LiveMember, colors: Colors): readonly Cell[] {
  const { pod, trouble, ready } = member;
  const words = trouble ?? (ready ? 'ready' : 'not ready');
  return [
    { text: `  ${pod.name}` },
    { text: '' },
    { text: words, paint: trouble === undefined && ready ? colors.green : colors.yellow },
    { text: '' },
    { text: roleOf(member) },
    { text: lagOf(member) },
    { text: database.members.length > 1 ? spaceOf(dataOf(database, pod.name)) : '' },
    { text: '' },
  ];
}

/** The one member of a database that should have one, where nothing is wrong with it: it needs no row of its own. */
function onlyMember({ members, replicas }: LiveDatabase): LiveMember | undefined {
  const [member] = members;
  const isAlone = members.length === 1 && (replicas.desired ?? 1) === 1;
  return isAlone && member?.ready === true && member.trouble === undefined ? member : undefined;
}

function roleOf({ role, writable }: LiveMember): string {
  if (role === 'unknown') return UNKNOWN;
  return role === 'primary' && writable === false ? 'primary, read-only' : role;
}

function painterOf(health: Health, colors: Colors): (text: string) => string {
  switch (health) {
    case 'alarm':
    case 'down':
      return colors.red;
    case 'degraded':
      return colors.yellow;
    case 'healthy':
      return colors.green;
    case 'stopped':
    case 'unknown':
      return colors.dim;
  }
}

function leftOver(orphans: readonly Orphan[], colors: Colors): string {
  if (orphans.length === 0) return '';
  const rows = orphans.map(({ object, capacity, phase, why, belongedTo }): readonly Cell[] => [
    { text: `  ${object.kind === 'PersistentVolume' ? 'volume' : 'claim'}` },
    { text: object.namespace === undefined ? object.name : `${object.namespace}/${object.name}` },
    { text: belongedTo === undefined ? '' : `of ${belongedTo}` },
    { text: bytes(capacity) },
    { text: phase },
    { text: why, paint: colors.dim },
  ]);
  return `${colors.bold('Left over, as it seems')}\n${layOut(rows)}`;
}

function notSeen(missing: readonly MissingRight[], colors: Colors): string {
  if (missing.length === 0) return '';
  const rows = missing.map(({ right, consequence }): readonly Cell[] => [
    { text: `  ${right}` },
    { text: consequence, paint: colors.dim },
  ]);
  return `${colors.bold('Rights that you do not have')}\n${layOut(rows)}`;
}
