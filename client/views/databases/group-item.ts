import type { LiveDatabase, MissingRight, Orphan } from '../../../core/inventory/model.ts';
import { count } from '../../words/count.ts';
import { share } from '../../words/size.ts';
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

/** The latest that ended well is what one would restore. */
export function backupsGroup({ backups, cache }: LiveDatabase, now: number): Item {
  if (backups.length === 0) {
    const words = cache ? 'none seen (a cache)' : 'none seen';
    return { ...group('Backups', 'history', words, ['backups'], cache ? undefined : COLOUR.warning), fold: 'leaf' };
  }
  const latest = [...backups].sort((a, b) => (b.last ?? 0) - (a.last ?? 0))[0];
  return group('Backups', 'history', latest === undefined ? '' : `last ${backupWords(latest, now)}`, ['backups']);
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
