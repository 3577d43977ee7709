import { Field } from '../../../engines/model/field.ts';
import { RPO_ANNOTATION, RTO_ANNOTATION } from '../../../engines/model/goals.ts';
import { cachePlace, readCache } from '../../backups/cache.ts';
import { newestFirst } from '../../backups/list.ts';
import { isBackupOf, knownSnapshot, snapshotBackup } from '../../backups/snapshots.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import type { Goals, LiveDatabase } from '../model.ts';
import { kindKey } from '../store/keys.ts';
import { remembered } from '../store/remembered.ts';
import { goalsOf } from './goals.ts';
import { CLOCK_KEY, type Sight } from './sight.ts';
import type { Unit } from './unit.ts';

const cacheIn = remembered(({ body }) => readCache(body));

const snapshotIn = remembered(({ body }) => knownSnapshot(snapshotBackup(body)));

/** The backups that are known of a database, snapshots with them, the newest first; undefined where nothing is. */
export function keptOf({ object }: Unit, { lookup }: Sight): LiveDatabase['kept'] {
  const namespace = object.namespace ?? '';
  const place = cachePlace(namespace, object.name);
  const found = lookup.one(place.resource.kind, place.namespace, place.name);
  const cached = found && cacheIn(found)?.backups;
  const snapshots = [...lookup.bucket(kindKey(RESOURCES.snapshots.kind, namespace))]
    .filter(({ body }) => isBackupOf(body, object.name))
    .map(snapshotIn);
  if (snapshots.length === 0) return cached;
  return newestFirst([...(cached ?? []), ...snapshots]);
}

/** The goals that stand on what people edit: the workload, or the custom resource. */
export function goalsSeen(
  { template, operated }: Unit,
  achieved: Pick<LiveDatabase, 'kept' | 'backups'>,
  { lookup, now }: Sight,
): Goals {
  const annotations = new Field(operated?.resource ?? template).at('metadata', 'annotations').stringMap();
  const hasGoals = RPO_ANNOTATION in annotations || RTO_ANNOTATION in annotations;
  if (hasGoals) lookup.note([CLOCK_KEY]);
  return goalsOf(annotations, { ...achieved, now: hasGoals ? now() : 0 });
}
