import { duration } from '../inventory/databases/words.ts';
import { isWhole } from '../backups/known.ts';
import type { Check, Examined } from './check.ts';
import { risk, unknown, well, type Finding } from './finding.ts';

/** A failover that goes wrong ends at the last backup: one that a restore has read back, young enough for `plinth.dev/rpo`, fast enough for `plinth.dev/rto`. */
export const backups: Check = {
  id: 'backups',
  title: 'A verified backup is there',
  of: 'around',
  look: (examined) => {
    if (examined.database.cache) return [];
    return [last(examined), ...goals(examined)];
  },
};

function last({ database: { kept, backups: made, name }, now }: Examined): Finding {
  const mend = `plinth backup ${name}, then plinth verify ${name}`;
  const seen = made.flatMap(({ lastSuccess }) => lastSuccess ?? []);
  if (kept === undefined)
    return unknown(
      'Whether a restore test has read a backup back is not known.',
      seen.length === 0
        ? 'no destination was read, and no Job is seen to have made one'
        : `a Job ended well ${ago(now, Math.max(...seen))}; what it made was not read`,
      mend,
    );
  const verified = kept.flatMap((one) => one.verifiedAt ?? []);
  const whole = kept.filter(isWhole);
  if (verified.length > 0) {
    const newest = kept.find(({ verifiedAt }) => verifiedAt !== undefined);
    return well(
      `A restore test read ${newest?.id ?? 'a backup'} back.`,
      `verified ${ago(now, Math.max(...verified))}; ${String(whole.length)} of ${String(kept.length)} backups are whole`,
    );
  }
  return risk(
    whole.length === 0 ? 'There is no whole backup.' : 'No restore test has read a backup back.',
    `${String(whole.length)} of ${String(kept.length)} backups are whole`,
    mend,
  );
}

/** Each goal that is missed, or cannot be judged. */
function goals({ database: { goals: asked } }: Examined): Finding[] {
  const { rpoSeconds, rtoSeconds, missed } = asked;
  const mend = 'Back up more often, test a restore, or change plinth.dev/rpo and plinth.dev/rto.';
  if (missed.length > 0)
    return missed.map((words) =>
      (words.includes('not known') ? unknown : risk)(words, 'its annotations plinth.dev/rpo and plinth.dev/rto', mend),
    );
  if (rpoSeconds === undefined && rtoSeconds === undefined) return [];
  const words = [
    ...(rpoSeconds === undefined ? [] : [`RPO ${duration(rpoSeconds)}`]),
    ...(rtoSeconds === undefined ? [] : [`RTO ${duration(rtoSeconds)}`]),
  ];
  return [well('The goals for its backups are met.', words.join(', '))];
}

const ago = (now: number, then: number): string => `${duration(Math.max(0, now - then) / 1_000)} ago`;
