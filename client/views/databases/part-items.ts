import type { LiveBackup, LiveService, LiveStorage, MissingRight, Orphan } from '../../../core/inventory/model.ts';
import { literal, tooltip } from '../../words/markdown.ts';
import { share, size } from '../../words/size.ts';
import { ago, moment } from '../../words/time.ts';
import { COLOUR, joined } from './item.ts';
import type { Icon, Item } from './item.ts';

/** From which share of a volume on it is worth a look, and from which it is urgent. */
const FILLING = 0.8;
const FULL = 0.95;

const fillIcon = ({ used, capacity, phase }: LiveStorage): Icon => {
  if (phase === 'Lost') return { name: 'error', colour: COLOUR.bad };
  const filled = used === undefined || capacity === undefined || capacity === 0 ? undefined : used / capacity;
  if (filled !== undefined && filled >= FULL) return { name: 'error', colour: COLOUR.bad };
  if (phase === 'Pending' || (filled !== undefined && filled >= FILLING))
    return { name: 'warning', colour: COLOUR.warning };
  return { name: 'package' };
};

/** A claim's or volume's row. */
export function storageItem(storage: LiveStorage): Item {
  const { claim, label, members, data, phase, storageClass, volume, reclaimPolicy, accessModes } = storage;
  const whole = storage.capacity ?? storage.requested;
  const bound = claim === undefined || phase === 'Bound' ? undefined : (phase ?? 'phase ?');
  return {
    label,
    description: joined(bound, share(storage.used, whole), storageClass, !data && 'not the data'),
    icon: fillIcon(storage),
    tooltip: tooltip(label, [
      [
        'Used',
        storage.used === undefined ? `unknown: ${storage.usedWhy ?? 'not measured yet'}` : share(storage.used, whole),
      ],
      ['Holds', data ? 'the data directory' : 'something beside the data directory'],
      ['Storage class', storageClass],
      ['Volume', joined(volume, reclaimPolicy)],
      ['Access', accessModes.join(', ')],
      ['Asked for', storage.requested === undefined ? undefined : size(storage.requested)],
      ['Mounted by', members.length === 0 ? 'no pod' : members.join(', ')],
    ]),
    facets: claim === undefined ? ['storage'] : ['storage', 'object'],
    fold: 'leaf',
    ...(claim === undefined ? {} : { opens: 'plinth.openLive' as const }),
  };
}

const PURPOSES: Readonly<Record<LiveService['purpose'], string>> = {
  governing: 'names the members',
  write: 'to the primary',
  read: 'to replicas',
  any: 'to any member',
};

/** A Service's row. */
export function serviceItem({ service, purpose, ports, leadsTo }: LiveService): Item {
  const to = leadsTo === undefined ? 'leads to ?' : leadsTo.length === 0 ? 'leads nowhere' : leadsTo.join(', ');
  return {
    label: service.name,
    description: joined(PURPOSES[purpose], ports.join(', '), purpose === 'governing' ? undefined : to),
    icon: leadsTo?.length === 0 ? { name: 'plug', colour: COLOUR.warning } : { name: 'plug' },
    tooltip: tooltip(service.name, [
      ['Purpose', PURPOSES[purpose]],
      ['Ports', ports.join(', ')],
      ['Leads to', leadsTo === undefined ? 'unknown: endpoints cannot be read' : leadsTo.join(', ') || 'no pod'],
    ]),
    facets: ['service', 'object'],
    fold: 'leaf',
    opens: 'plinth.openLive',
  };
}

const FORMS: Readonly<Record<LiveBackup['form'], string>> = {
  'cron-job': 'CronJob',
  job: 'Job',
  snapshot: 'VolumeSnapshot',
  'custom-resource': 'operator',
};

/** When the last one was and how it ended: `3 h ago, succeeded`. */
export function backupWords(
  { last, result, suspended }: Pick<LiveBackup, 'last' | 'result' | 'suspended'>,
  now: number,
): string {
  const when = last === undefined ? 'never ran, or not known' : `${ago(last, now)}, ${result ?? 'result ?'}`;
  return joined(suspended && 'suspended', when);
}

/** A backup's row. */
export function backupItem(backup: LiveBackup, now: number): Item {
  const { object, form, schedule, last, result, suspended } = backup;
  const bad = result === 'failed' ? COLOUR.bad : suspended ? COLOUR.warning : undefined;
  return {
    label: object.name,
    description: joined(backupWords(backup, now), schedule, FORMS[form]),
    icon: { name: form === 'snapshot' ? 'device-camera' : 'history', ...(bad === undefined ? {} : { colour: bad }) },
    tooltip: tooltip(
      object.name,
      [
        ['Made by', `${FORMS[form]} ${object.name}`],
        ['Schedule', schedule],
        ['Last', last === undefined ? 'unknown' : moment(last)],
        ['Result', result ?? 'unknown'],
      ],
      ['It was seen to run. What it holds is proven by a restore alone.'],
    ),
    facets: ['backup', 'object', ...(form === 'cron-job' ? ['schedule', suspended ? 'paused' : 'going'] : [])],
    fold: 'leaf',
    opens: 'plinth.openLive',
  };
}

/** The row of a claim or volume that belongs to no running database. */
export function orphanItem({ object, why, capacity, storageClass, reclaimPolicy, phase, belongedTo }: Orphan): Item {
  return {
    label: object.name,
    description: joined(capacity === undefined ? '? B' : size(capacity), phase, storageClass, belongedTo),
    icon: { name: 'unverified', colour: COLOUR.warning },
    tooltip: tooltip(
      `${object.kind} ${object.name}`,
      [
        ['Phase', phase],
        ['Storage class', storageClass],
        ['Reclaim policy', reclaimPolicy],
        ['Belonged to', belongedTo],
      ],
      [why, 'Plinth never deletes it.'],
    ),
    facets: ['orphan', 'object'],
    fold: 'leaf',
    opens: 'plinth.openLive',
  };
}

/** The row of a right that one does not have. */
export const missingItem = ({ right, consequence }: MissingRight): Item => ({
  label: right,
  description: consequence,
  icon: { name: 'lock' },
  tooltip: literal(consequence),
  facets: ['missing'],
  fold: 'leaf',
  opens: 'plinth.showRights',
});
