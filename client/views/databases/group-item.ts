import type { KnownBackup } from '../../../core/backups/known.ts';
import type { LiveDatabase, MissingRight, Orphan } from '../../../core/inventory/model.ts';
import { count } from '../../words/count.ts';
import { share } from '../../words/size.ts';
import { ago } from '../../words/time.ts';
import { COLOUR, joined } from './item.ts';
import type { Item } from './item.ts';
import { backupWords } from './part-items.ts';
import type { ForwardSeen, RisksSeen } from './world.ts';

const group = (label: string, icon: string, description: string, facets: readonly string[], colour?: string): Item => ({
  label,
  description,
  icon: colour === undefined ? { name: icon } : { name: icon, colour },
  facets: ['group', ...facets],
  fold: 'folded',
});

/** The data volume that is fullest stands for all: it is the one that stops the database. */
export function storageGroup({ storage }: LiveDatabase): Item {
  const data = storage.filter((one) => one.data);
  const filled = (used: number | undefined, whole: number | undefined): number =>
    used === undefined || whole === undefined || whole === 0 ? -1 : used / whole;
  const fullest = [...data].sort((a, b) => filled(b.used, b.capacity) - filled(a.used, a.capacity))[0];
  const words =
    fullest === undefined ? 'no data volume seen' : share(fullest.used, fullest.capacity ?? fullest.requested);
  const word = data.length > 1 && fullest?.used !== undefined ? `fullest ${words}` : words;
  return group('Storage', 'package', joined(word, count(storage.length, 'volume')), ['storages']);
}

export const servicesGroup = ({ services }: LiveDatabase): Item =>
  group('Services', 'plug', services.map(({ service }) => service.name).join(', '), ['services']);

/** What one would restore: the newest whole backup, and the newest that a restore test has read back. Where that is not known, what was seen to run. */
export function backupsGroup({ backups, kept, cache, goals }: LiveDatabase, now: number): Item {
  const missed = goals.missed.length > 0 ? 'goals missed' : undefined;
  if ((kept ?? []).length === 0 && backups.length === 0) {
    const words = joined(kept === undefined ? 'none seen' : 'none', cache && 'a cache', missed);
    return { ...group('Backups', 'history', words, ['backups'], cache ? undefined : COLOUR.warning), fold: 'leaf' };
  }
  const [latest] = [...backups].sort((a, b) => (b.last ?? 0) - (a.last ?? 0));
  const seen = latest === undefined ? undefined : `last ${backupWords(latest, now)}`;
  const words = joined(kept === undefined ? seen : keptWords(kept, now), missed);
  const isBad = missed !== undefined || (kept !== undefined && !kept.some(isWhole));
  return group('Backups', 'history', words, ['backups'], isBad ? COLOUR.warning : undefined);
}

const isWhole = ({ state }: KnownBackup): boolean => state === 'verified' || state === 'unverified';

/** `last 3 h ago · verified 2 days ago`. */
function keptWords(kept: readonly KnownBackup[], now: number): string {
  const newest = (times: readonly (number | undefined)[]): string | undefined => {
    const known = times.filter((time) => time !== undefined);
    return known.length === 0 ? undefined : ago(Math.max(...known), now);
  };
  const last = newest(kept.filter(isWhole).map(({ started }) => started));
  const verified = newest(kept.map(({ verifiedAt }) => verifiedAt));
  return joined(
    last === undefined ? 'none complete' : `last ${last}`,
    verified === undefined ? 'none verified' : `verified ${verified}`,
  );
}

export function risksGroup(risks: RisksSeen): Item {
  if (risks.state === 'unknown') {
    return { ...group('Risks', 'shield', risks.why ?? 'not looked for yet', ['risks']), fold: 'leaf' };
  }
  const of = (severity: string): number => risks.findings.filter((finding) => finding.severity === severity).length;
  const errors = of('error');
  const others = risks.findings.length - errors - of('warning');
  const words = [
    errors > 0 && count(errors, 'error'),
    of('warning') > 0 && count(of('warning'), 'warning'),
    others > 0 && count(others, 'note'),
  ];
  const colour = errors > 0 ? COLOUR.bad : of('warning') > 0 ? COLOUR.warning : undefined;
  const item = group('Risks', 'shield', joined(...words) || 'none', ['risks'], colour);
  return risks.findings.length === 0 ? { ...item, fold: 'leaf' } : item;
}

export const forwardsGroup = (forwards: readonly ForwardSeen[]): Item => ({
  ...group('Port forwards', 'arrow-swap', forwards.map(({ port, to }) => `${port} → ${to}`).join(', '), ['forwards']),
  fold: 'unfolded',
});

export const orphansGroup = (orphans: readonly Orphan[]): Item =>
  group(
    'Without a database',
    'unverified',
    `${count(orphans.length, 'claim or volume', 'claims and volumes')} that ${orphans.length === 1 ? 'looks' : 'look'} like a database’s`,
    ['orphans'],
    COLOUR.warning,
  );

export const missingGroup = (missing: readonly MissingRight[]): Item =>
  group('Missing rights', 'lock', `${count(missing.length, 'thing')} cannot be seen`, ['missings']);
