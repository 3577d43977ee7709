import type { LiveHours } from '../../../core/inventory/model.ts';
import { tooltip } from '../../words/markdown.ts';
import { ago, moment } from '../../words/time.ts';
import { COLOUR, joined } from './item.ts';
import type { Item } from './item.ts';

const WORDS = {
  stop: { label: 'Stops by the clock', icon: 'debug-stop' },
  start: { label: 'Starts by the clock', icon: 'play-circle' },
} as const;

/** The row of what stops or starts a database by the clock. `now`: milliseconds since 1970. */
export function hoursItem({ act, object, schedule, timeZone, suspended, last, result }: LiveHours, now: number): Item {
  const bad = result === 'failed' ? COLOUR.bad : suspended ? COLOUR.warning : undefined;
  const { label, icon } = WORDS[act];
  return {
    label,
    description: joined(
      suspended && 'suspended',
      joined(schedule, timeZone),
      last === undefined ? undefined : `${ago(last, now)}, ${result ?? 'result ?'}`,
    ),
    icon: { name: icon, ...(bad === undefined ? {} : { colour: bad }) },
    tooltip: tooltip(
      label,
      [
        ['By', `CronJob ${object.name}`],
        ['Schedule', schedule],
        ['Time zone', timeZone],
        ['Last', last === undefined ? 'never ran, or not known' : moment(last)],
        ['Result', result ?? 'unknown'],
      ],
      ['What is refused by hand is refused at that time, too: the run fails then, and nothing is done.'],
    ),
    facets: ['hours', 'object', suspended ? 'paused' : 'going'],
    fold: 'leaf',
    opens: 'plinth.openLive',
  };
}
