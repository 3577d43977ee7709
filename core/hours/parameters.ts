import { BadSchedule, cronFields, isTimeZone } from '../../engines/model/cron.ts';
import { BadParameter, type Parameters } from '../runner/plan.ts';
import { ACTS, type Act } from './names.ts';

/** When a database is stopped and started. */
export interface HoursParameters {
  /** Five fields of cron by act (`stop`, `start`); at least one. */
  readonly times: Readonly<Partial<Record<Act, string>>>;
  /** Default `Etc/UTC`. */
  readonly timeZone: string;
  /** Default false. */
  readonly suspended: boolean;
}

const KNOWN: readonly string[] = [...ACTS, 'timeZone', 'suspended'];

/** Reads the parameters of `schedule-hours`. Throws {@link BadParameter}. */
export function parseHours(parameters: Parameters): HoursParameters {
  const { timeZone = 'Etc/UTC', suspended = false } = parameters;
  const unknown = Object.keys(parameters).find((key) => !KNOWN.includes(key));
  if (unknown !== undefined)
    throw new BadParameter(`There is no parameter «${unknown}»; there are ${KNOWN.join(', ')}.`);
  const times = Object.fromEntries(
    ACTS.flatMap((act) => (parameters[act] === undefined ? [] : [[act, cronOf(act, parameters[act])]])),
  );
  if (Object.keys(times).length === 0)
    throw new BadParameter('Say when it stops («stop») or starts («start»): five fields of cron, like 0 19 * * 5.');
  if (typeof timeZone !== 'string' || !isTimeZone(timeZone))
    throw new BadParameter('«timeZone» is the name of a time zone, like Europe/Zurich.');
  if (typeof suspended !== 'boolean') throw new BadParameter('«suspended» is true or false.');
  return { times, timeZone, suspended };
}

function cronOf(act: Act, value: unknown): string {
  if (typeof value !== 'string') throw new BadParameter(`«${act}» is five fields of cron, like 0 19 * * 5.`);
  try {
    cronFields(value);
  } catch (error) {
    if (!(error instanceof BadSchedule)) throw error;
    throw new BadParameter(`«${act}»: ${error.message}`);
  }
  return value.trim();
}
