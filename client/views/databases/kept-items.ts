import type { KnownBackup } from '../../../core/backups/known.ts';
import type { Goals } from '../../../core/inventory/model.ts';
import type { OperationId } from '../../../core/runner/plan.ts';
import { tooltip } from '../../words/markdown.ts';
import { size } from '../../words/size.ts';
import { ago, duration, moment } from '../../words/time.ts';
import { COLOUR, joined } from './item.ts';
import type { Icon, Item } from './item.ts';

/** Shape and colour: whoever sees no colours sees the shape. */
const ICONS: Readonly<Record<KnownBackup['state'], Icon>> = {
  verified: { name: 'verified-filled', colour: COLOUR.good },
  unverified: { name: 'unverified' },
  failed: { name: 'error', colour: COLOUR.bad },
  partial: { name: 'circle-slash', colour: COLOUR.warning },
};

/** What reads one backup back. */
const READS: readonly OperationId[] = ['verify-backup', 'restore'];

const MEANINGS: Readonly<Record<KnownBackup['state'], string>> = {
  verified: 'A restore test has read it back.',
  unverified: 'It is complete. Whether it can be restored is proven by a restore test alone.',
  failed: 'Its restore test has failed: do not rely on it.',
  partial: 'It is not complete, and cannot be restored.',
};

/** `verified 2 h ago`, `unverified`. */
const stateWords = ({ state, verifiedAt }: KnownBackup, now: number): string =>
  verifiedAt === undefined ? state : `${state} ${ago(verifiedAt, now)}`;

const rtoWords = ({ rtoSeconds }: KnownBackup): string | undefined =>
  rtoSeconds === undefined ? undefined : `restored in ${duration(Math.round(rtoSeconds * 10) / 10)}`;

/** The row of a backup that lies at a destination. */
export function keptItem(backup: KnownBackup, now: number, offers: readonly OperationId[]): Item {
  const { id, destination, version, method, consistency, bytes, started, seconds, state, encrypted, why } = backup;
  const label = started === undefined ? id : ago(started, now);
  const words = joined(
    stateWords(backup, now),
    rtoWords(backup),
    bytes === undefined ? undefined : size(bytes),
    method,
    consistency === 'crash' && 'crash-consistent',
    destination,
  );
  const isReadable = state !== 'partial';
  const possible = offers.filter((one) => one === 'prune-backups' || (isReadable && READS.includes(one)));
  return {
    label,
    description: words,
    icon: ICONS[state],
    tooltip: tooltip(
      id,
      [
        ['State', stateWords(backup, now)],
        ['Begun', started === undefined ? undefined : moment(started)],
        ['Took', seconds === undefined ? undefined : duration(Math.round(seconds * 10) / 10)],
        ['Restore test took (RTO)', backup.rtoSeconds === undefined ? undefined : duration(backup.rtoSeconds)],
        ['Size as stored', bytes === undefined ? undefined : size(bytes)],
        ['Method', joined(method, consistency === undefined ? undefined : `${consistency}-consistent`)],
        ['Server’s version', version],
        ['Encrypted', encrypted === undefined ? undefined : encrypted ? 'yes' : 'no'],
        ['Destination', destination],
      ],
      [MEANINGS[state], ...(why === undefined ? [] : [why])],
    ),
    facets: ['kept', state, ...possible.map((one) => `can_${one.replaceAll('-', '_')}`)],
    fold: 'leaf',
    spoken: `Backup, ${label}, ${words.replaceAll(' · ', ', ')}`,
    opens: 'plinth.showManifest',
  };
}

/** The goals in a few words: `RPO 1 h, RTO 15 min`; undefined where none are set. */
export function goalWords({ rpoSeconds, rtoSeconds }: Goals): string | undefined {
  const words = [
    rpoSeconds === undefined ? undefined : `RPO ${duration(rpoSeconds)}`,
    rtoSeconds === undefined ? undefined : `RTO ${duration(rtoSeconds)}`,
  ].filter((one) => one !== undefined);
  return words.length === 0 ? undefined : words.join(', ');
}

/** Whether they are met, for a row: `goals met`, `goals missed`; nothing where there are none. */
export function goalVerdict(goals: Goals): string | undefined {
  if (goals.missed.length > 0) return 'goals missed';
  return goalWords(goals) === undefined ? undefined : 'goals met';
}
