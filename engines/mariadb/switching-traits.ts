import type { RestFacts } from '../model/stopping.ts';
import type { Unfit } from '../model/switching.ts';
import type { JudgeTraits } from '../mysql-family/switching-judge.ts';

/** A replica that does not log what it applies could tell nobody else afterwards. */
export const untold: JudgeTraits['untold'] = ({ log }) =>
  log === '1 1'
    ? undefined
    : {
        evidence: `log_bin and log_slave_updates: ${log ?? 'unknown'}`,
        wayOut: 'Turn log_bin and log_slave_updates on, on every member.',
      };

/** Sessions that read_only would not keep from writing. */
function passing({ passing: users, remote, events }: RestFacts): readonly Unfit[] {
  const found: Unfit[] = [];
  const say = (what: string, evidence: string, wayOut: string): void => {
    found.push({ id: 'R17', what, evidence, wayOut });
  };
  if (users !== '')
    say(
      'Users of {member} may write although it is read-only.',
      users === undefined ? 'who may is unknown' : `READ_ONLY ADMIN or SUPER: ${users}`,
      'Revoke READ_ONLY ADMIN (up to 10.10 SUPER) from them.',
    );
  if (remote !== '0')
    say(
      'The administrator of {member} is logged in from elsewhere, and may write although it is read-only.',
      `sessions: ${remote ?? 'unknown'}`,
      'Let applications use an account of their own, and end those sessions.',
    );
  if (events !== '0')
    say(
      'Events of {member} run as its administrator, and write although it is read-only.',
      `events: ${events ?? 'unknown'}`,
      'Give them another definer, or SET GLOBAL event_scheduler = OFF meanwhile.',
    );
  return found;
}

/** What a restart would undo: a fence, and there would be two that accept writes; or a promotion, and there would be none. */
function starting({ starts, file }: RestFacts): readonly Unfit[] {
  if (file !== undefined && starts === 'ro') return [];
  const how = { ro: 'it starts read-only', rw: 'it starts so that it accepts writes' } as const;
  const known = starts === 'ro' || starts === 'rw' ? how[starts] : 'how it starts is unknown';
  return [
    {
      id: 'R30',
      what: 'MariaDB keeps no role over a restart, and nothing in sight tells the start of {member} which one it has.',
      evidence: file === undefined ? `${known}, whoever leads` : `${known} without ${file}, too`,
      wayOut:
        'Set read_only in the configuration of all members, and let a file on the primary’s volume say at its start that it leads, as in examples/topologies/mariadb.',
    },
  ];
}

/** What is against a primary that hands over: its fence would not hold. */
export const morePrimary = (primary: RestFacts): readonly Unfit[] => [...passing(primary), ...starting(primary)];

/** What is against a replica that takes over. Statements without a name are about the connection without one. */
export const moreCandidate = (candidate: RestFacts): readonly Unfit[] => [
  ...starting(candidate),
  ...(candidate['role'] !== 'replica' || candidate['connection'] === ''
    ? []
    : [
        {
          id: 'R30',
          what: '{member} follows by a connection that has a name.',
          evidence: `connection: ${candidate['connection'] ?? 'unknown'}`,
          wayOut: 'Let it follow by the connection without a name.',
        } as const,
      ]),
];
