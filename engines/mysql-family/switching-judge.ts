import type { RestFacts } from '../model/stopping.ts';
import type { Gap, SwitchingEngine, Unfit } from '../model/switching.ts';

/** What MySQL and MariaDB judge in ways of their own. */
export interface JudgeTraits {
  /** Why the member's GTIDs and binary log do not tell what it has; undefined where they do. */
  readonly untold: (facts: RestFacts) => Pick<Unfit, 'evidence' | 'wayOut'> | undefined;
  /** What the candidate has and the primary never had; undefined: nothing. */
  readonly errant: (primary: RestFacts, candidate: RestFacts) => string | undefined;
  readonly gap: SwitchingEngine['gap'];
  /** What else is against a primary that hands over. */
  readonly morePrimary?: (primary: RestFacts) => readonly Unfit[];
  /** What else is against a replica that takes over. */
  readonly moreCandidate?: (candidate: RestFacts) => readonly Unfit[];
}

type Judge = Pick<SwitchingEngine, 'cannotHandOver' | 'cannotTakeOver' | 'gap' | 'follows'>;

/** More of it, and the candidate takes too long to catch up behind the closed door. */
const BEHIND_SECONDS = 5;

/** A transaction that is open for longer would be cut off, or hold the fence up. */
const TRANSACTION_SECONDS = 30;

/**
 * Why members may not change roles, by their facts. `streaming`: both threads run; `errors`: the numbers of both threads' last errors; `source`: the identity of the server that it
 * reads from; `auto`: it follows by GTID; `longest`: seconds for which the oldest transaction of a client is open. Prepared transactions and backups are looked for by the engine's {@link ../model/stopping.StoppingEngine.busy}.
 */
export function judgeOf(traits: JudgeTraits): Judge {
  const without = (facts: RestFacts): readonly Unfit[] => withoutGtid(traits.untold(facts));
  return {
    gap: traits.gap,
    cannotHandOver: (primary) => [
      ...without(primary),
      ...leading(primary),
      ...(traits.morePrimary?.(primary) ?? []),
      ...longTransactions(primary),
    ],
    cannotTakeOver: (primary, candidate) => [
      ...without(candidate),
      ...notFollowing(primary, candidate),
      ...(traits.moreCandidate?.(candidate) ?? []),
      ...errant(traits.errant(primary, candidate)),
      ...tooFar(traits.gap(primary, candidate), candidate),
    ],
    follows: (primary, replica) =>
      replica['role'] === 'replica' &&
      replica['writable'] === 'no' &&
      replica['streaming'] === 'yes' &&
      replica['source'] !== undefined &&
      replica['source'] === primary['identity'],
  };
}

/** Refuses a member whose GTIDs and binary log do not tell what it has. */
export const withoutGtid = (untold: ReturnType<JudgeTraits['untold']>): readonly Unfit[] =>
  untold === undefined
    ? []
    : [
        {
          id: 'R30',
          what: 'Without GTIDs and a binary log nobody knows what {member} has, and what it lacks.',
          ...untold,
        },
      ];

/** Whoever leads and follows somebody else itself would forget whom. */
function leading({ role }: RestFacts): readonly Unfit[] {
  if (role === 'primary') return [];
  return [
    {
      id: 'R30',
      what: '{member} accepts writes, and follows somebody itself.',
      evidence: `role ${role ?? 'unknown'}`,
      wayOut: 'End its replication first: RESET REPLICA ALL.',
    },
  ];
}

/** A transaction that is not known to be short may be long. */
function longTransactions({ longest }: RestFacts): readonly Unfit[] {
  const seconds = Number(longest ?? NaN);
  if (seconds <= TRANSACTION_SECONDS) return [];
  return [
    {
      id: 'R14',
      what: `A transaction on {member} is open for more than ${String(TRANSACTION_SECONDS)} s: it would be rolled back.`,
      evidence: longest === undefined ? 'how long transactions are open is unknown' : `the oldest: ${longest} s`,
      wayOut: 'Wait until it has ended, or end it: information_schema.INNODB_TRX names its session.',
    },
  ];
}

function notFollowing(primary: RestFacts, candidate: RestFacts): readonly Unfit[] {
  const found: Unfit[] = [];
  const say = (id: Unfit['id'], what: string, evidence: string, wayOut: string): void => {
    found.push({ id, what, evidence, wayOut });
  };
  const said = (key: string): string => candidate[key] ?? 'unknown';
  if (candidate['role'] !== 'replica')
    say('R11', '{member} is no replica.', `role ${said('role')}`, 'Choose a replica.');
  if (candidate['channels'] !== '1')
    say('R30', '{member} follows more than one source.', `channels: ${said('channels')}`, 'Choose another one.');
  if (candidate['streaming'] !== 'yes' || candidate['errors'] !== '0 0')
    say(
      'R11',
      '{member} does not receive and apply changes.',
      `streaming: ${said('streaming')}, errors ${said('errors')}`,
      'SHOW REPLICA STATUS says why; mend it, or choose another one.',
    );
  if (primary['identity'] === undefined || candidate['source'] !== primary['identity'])
    say(
      'R11',
      '{member} follows somebody else.',
      `its source is ${said('source')}, the primary ${primary['identity'] ?? 'unknown'}`,
      'Let it follow this primary.',
    );
  if (candidate['auto'] !== '1')
    say('R30', '{member} does not follow by GTID.', `auto position: ${said('auto')}`, 'Let it follow by GTID.');
  if (candidate['delay'] !== '0')
    say('R11', '{member} applies late on purpose.', `delay ${said('delay')} s`, 'Take the delay away, or another one.');
  return found;
}

const errant = (evidence: string | undefined): readonly Unfit[] =>
  evidence === undefined
    ? []
    : [
        {
          id: 'R4',
          what: '{member} has transactions that the primary never had.',
          evidence,
          wayOut: 'Make it anew from this primary.',
        },
      ];

function tooFar({ seconds }: Gap, candidate: RestFacts): readonly Unfit[] {
  if (seconds === undefined)
    return [
      {
        id: 'R24',
        what: 'How far {member} is behind is not known.',
        evidence: `position ${candidate['position'] ?? 'unknown'}`,
        wayOut: 'Wait until it says so.',
      },
    ];
  if (seconds <= BEHIND_SECONDS) return [];
  return [
    {
      id: 'R11',
      what: '{member} is too far behind.',
      evidence: `${seconds.toFixed(1)} s; at most ${String(BEHIND_SECONDS)} s`,
      wayOut: 'Wait until it has caught up.',
    },
  ];
}
