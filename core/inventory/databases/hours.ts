import { Field } from '../../../engines/model/field.ts';
import { ACTS, hoursName, HOURS_LABEL } from '../../hours/names.ts';
import type { LiveHours } from '../model.ts';
import type { LiveLookup } from '../store/live-lookup.ts';
import { describeJob } from './backups.ts';
import type { Unit } from './unit.ts';

/** What stops and starts a workload by the clock, as Plinth has made it. */
export function hoursOf({ object: { kind, namespace, name } }: Unit, lookup: LiveLookup): readonly LiveHours[] {
  if (kind !== 'StatefulSet') return [];
  return ACTS.flatMap((act) => {
    const found = lookup.one('CronJob', namespace, hoursName(act, name));
    if (found === undefined) return [];
    const cronJob = new Field(found);
    if (cronJob.at('metadata', 'labels').stringMap()[HOURS_LABEL] !== act) return [];
    const { object, schedule, suspended, last, result } = describeJob(found, lookup);
    return [{ act, object, schedule, suspended, last, result, timeZone: cronJob.at('spec', 'timeZone').string() }];
  });
}
