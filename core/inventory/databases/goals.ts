import {
  DURATION_FORM,
  durationSeconds,
  durationText,
  RPO_ANNOTATION,
  RTO_ANNOTATION,
} from '../../../engines/model/goals.ts';
import { isWhole, type KnownBackup } from '../../backups/known.ts';
import type { Goals, LiveBackup } from '../model.ts';

/** What the goals of a database are held against. */
export interface Achieved {
  /** Undefined: unknown. */
  readonly kept: readonly KnownBackup[] | undefined;
  /** What makes backups, as far as it can be seen. */
  readonly backups: readonly Pick<LiveBackup, 'lastSuccess'>[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Reads the goals on a workload, and says which of them are not met. What is unknown is not met, and is said to be unknown. */
export function goalsOf(annotations: Readonly<Record<string, string>>, achieved: Achieved): Goals {
  const [rpo, rto] = [RPO_ANNOTATION, RTO_ANNOTATION].map((name) => goalIn(annotations, name));
  return {
    rpoSeconds: rpo?.seconds,
    rtoSeconds: rto?.seconds,
    missed: [
      rpo?.wrong ?? (rpo && missedRpo(rpo.seconds, achieved)),
      rto?.wrong ?? (rto && missedRto(rto.seconds, achieved)),
    ].filter((words) => words !== undefined),
  };
}

interface Goal {
  readonly seconds: number | undefined;
  /** In plain words, where it cannot be read. */
  readonly wrong: string | undefined;
}

function goalIn(annotations: Readonly<Record<string, string>>, name: string): Goal | undefined {
  const text = annotations[name];
  if (text === undefined) return undefined;
  const seconds = durationSeconds(text);
  const wrong = `The annotation ${name} says «${text.slice(0, 40)}», which is no duration: ${DURATION_FORM}.`;
  return { seconds, wrong: seconds === undefined ? wrong : undefined };
}

/** When data was last safe: the beginning of the newest whole backup, or the end of a Job that is only seen to have ended well. */
function missedRpo(seconds = 0, { kept, backups, now }: Achieved): string | undefined {
  const goal = `Data may be ${durationText(seconds)} old at most (RPO)`;
  const times = [
    ...(kept ?? []).flatMap((one) => (isWhole(one) && one.started !== undefined ? [one.started] : [])),
    ...backups.flatMap(({ lastSuccess }) => lastSuccess ?? []),
  ];
  if (times.length === 0)
    return kept === undefined
      ? `${goal}, and whether there is a backup is not known.`
      : `${goal}, and there is no complete backup.`;
  const last = Math.max(...times);
  return now - last <= seconds * 1_000 ? undefined : `${goal}, and the last complete backup is of ${moment(last)}.`;
}

/** The restore test that was made last says how long a restore takes. */
function missedRto(seconds = 0, { kept }: Achieved): string | undefined {
  const goal = `A restore may take ${durationText(seconds)} at most (RTO)`;
  const [last] = (kept ?? [])
    .filter(({ verifiedAt, rtoSeconds }) => verifiedAt !== undefined && rtoSeconds !== undefined)
    .sort((a, b) => (b.verifiedAt ?? 0) - (a.verifiedAt ?? 0));
  if (last?.rtoSeconds === undefined) return `${goal}, and how long one takes is not known: no backup was tested.`;
  if (last.rtoSeconds <= seconds) return undefined;
  return `${goal}, and the restore test of ${moment(last.verifiedAt ?? 0)} took ${durationText(last.rtoSeconds)}.`;
}

/** `2026-11-22 10:30 UTC`: words that stay the same while nothing happens. */
function moment(time: number): string {
  return `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
