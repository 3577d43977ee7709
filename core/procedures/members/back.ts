import { lagOf, type Standing } from './standing.ts';

/** A replica that is further behind is not back. Bytes, and seconds; procedures of a planned switchover ask for the same. */
export const LAG_LIMIT = { bytes: 16 * 1024 * 1024, seconds: 5 } as const;

/** What is asked of a database's members for them to count as back. */
export interface Expected {
  /** One member accepts writes, and the others follow it. */
  readonly singleWriter: boolean;
}

/**
 * Why a member does not count as back, in plain words; undefined: it is back. A restart is no recovery: it must have replayed its log, receive changes from the
 * primary's own history, and be less far behind than {@link LAG_LIMIT}. What nobody knows is not fine.
 */
export function notBack(member: Standing, all: readonly Standing[], { singleWriter }: Expected): string | undefined {
  const { name, ending, ready, answer, why } = member;
  if (ending) return `${name} is still ending`;
  if (answer === undefined) return `${name} does not say how it stands: ${why ?? 'no answer'}`;
  if (!singleWriter) return ready ? undefined : `${name} is not Ready yet`;
  const others = all.filter((one) => one.name !== name);
  const writers = others.filter((one) => one.answer?.writable === true);
  if (answer.role === 'primary') {
    if (writers.length > 0) return `${name} and ${writers.map((one) => one.name).join(', ')} call themselves primary`;
    if (answer.writable !== true) return `${name} leads and does not accept writes yet`;
  } else {
    const reason = notFollowing(member, others, writers[0]);
    if (reason !== undefined) return reason;
  }
  return ready ? undefined : `${name} is not Ready yet`;
}

function notFollowing(
  member: Standing,
  others: readonly Standing[],
  primary: Standing | undefined,
): string | undefined {
  const { name, answer } = member;
  if (answer?.writable === true) return `${name} follows and accepts writes all the same`;
  if (answer?.streaming !== true)
    return `${name} receives no changes ${answer?.streaming === false ? 'yet' : 'as far as is known'}`;
  const history = primary?.answer?.history;
  if (history !== undefined && answer.history !== undefined && history !== answer.history)
    return `${name} is on ${answer.history}, its primary on ${history}`;
  const lag = lagOf(member, others);
  const { bytes, seconds } = lag ?? {};
  if (bytes === undefined && seconds === undefined) return `how far ${name} is behind is not known`;
  if ((bytes ?? 0) > LAG_LIMIT.bytes || (seconds ?? 0) > LAG_LIMIT.seconds)
    return `${name} is ${bytes === undefined ? '' : `${String(bytes)} bytes`}${seconds === undefined ? '' : ` ${String(Math.round(seconds))} s`} behind`;
  return undefined;
}

/** Of a restarted member that came back with a role that makes things worse: waiting does not help. In plain words; undefined: none such. */
export function cameBackWrong(
  member: Standing,
  all: readonly Standing[],
  { singleWriter }: Expected,
): string | undefined {
  if (!singleWriter || member.answer?.writable !== true) return undefined;
  const others = all.filter(({ name, answer }) => name !== member.name && answer?.writable === true);
  if (others.length === 0) return undefined;
  return `${member.name} came back accepting writes while ${others.map(({ name }) => name).join(', ')} does: make it read-only and let it follow before anything writes to it`;
}
