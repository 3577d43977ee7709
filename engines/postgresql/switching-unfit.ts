import type { RestFacts } from '../model/stopping.ts';
import type { Unfit } from '../model/switching.ts';
import { gap } from './switching-facts.ts';
import { waitsInVain } from './synchronous.ts';

/** Before it a standby is told by recovery.conf. https://www.postgresql.org/docs/12/release-12.html */
const FIRST = 120_000;

/** More of it, and the candidate takes too long to catch up behind the closed door. Bytes, seconds. */
const LIMIT = { bytes: 16 * 1024 ** 2, seconds: 5 } as const;

/** What breaks off on both sides when the server ends or is promoted. https://www.postgresql.org/docs/current/app-pgbasebackup.html */
function baseBackups(facts: RestFacts): readonly Unfit[] {
  if (facts['backups'] === '0') return [];
  return [
    {
      id: 'R14',
      what: 'A base backup is taken from {member}: it would break off.',
      evidence: `base backups: ${facts['backups'] ?? 'unknown'}`,
      wayOut: 'Wait until it is done.',
    },
  ];
}

/** A parameter on the command line passes by whatever is written into postgresql.auto.conf. https://www.postgresql.org/docs/current/config-setting.html */
function commandLine(facts: RestFacts): readonly Unfit[] {
  if (facts['conninfo_from'] !== 'command line') return [];
  return [
    {
      id: 'R30',
      what: 'Whom {member} follows stands on its command line: it cannot be told otherwise.',
      evidence: 'primary_conninfo comes from the command line',
      wayOut: 'Move primary_conninfo from the command line into postgresql.auto.conf (ALTER SYSTEM).',
    },
  ];
}

/** Why the primary may not hand over. */
export function cannotHandOver(primary: RestFacts): readonly Unfit[] {
  const found: Unfit[] = [];
  if (!(Number(primary['number'] ?? NaN) >= FIRST))
    found.push({
      id: 'R30',
      what: '{member} is older than PostgreSQL 12: how it is made a standby is not learnt.',
      evidence: `version ${primary['version'] ?? 'unknown'}`,
      wayOut: 'Upgrade it first.',
    });
  found.push(...commandLine(primary), ...baseBackups(primary));
  // They keep their locks through a switchover, and nobody sees to them meanwhile. https://www.postgresql.org/docs/current/sql-prepare-transaction.html
  if (primary['prepared'] !== '0')
    found.push({
      id: 'R14',
      what: 'Prepared transactions of {member} wait for their commit.',
      evidence: `prepared transactions: ${primary['prepared'] ?? 'unknown'}`,
      wayOut: 'COMMIT PREPARED or ROLLBACK PREPARED; pg_prepared_xacts names them.',
    });
  if (primary['logical'] === undefined || primary['logical'] !== '')
    found.push({
      id: 'R14',
      what: 'Logical replication slots of {member} do not follow to the new primary: who reads them would miss changes.',
      evidence: `logical slots: ${primary['logical'] ?? 'unknown'}`,
      wayOut: 'Let their readers catch up and drop the slots; make them anew afterwards.',
    });
  return found;
}

/** Why a standby may not lead, whoever led before. */
export function candidateAlone(candidate: RestFacts): readonly Unfit[] {
  const found: Unfit[] = [];
  const say = (id: Unfit['id'], what: string, evidence: string, wayOut: string): void => {
    found.push({ id, what, evidence, wayOut });
  };
  const said = (key: string): string => candidate[key] ?? 'unknown';
  if (candidate['role'] !== 'replica')
    say('R11', '{member} is no standby.', `role ${said('role')}`, 'Choose a standby.');
  if (candidate['paused'] !== 'no')
    say('R11', 'Replay of {member} is paused.', `paused: ${said('paused')}`, 'SELECT pg_wal_replay_resume();');
  if (candidate['delay'] !== '0')
    say(
      'R11',
      '{member} replays late on purpose.',
      `recovery_min_apply_delay ${said('delay')} ms`,
      'Choose another standby, or take the delay away.',
    );
  if (candidate['link'] !== 'words')
    say(
      'R30',
      'How {member} reaches its primary cannot be handed to another member.',
      `primary_conninfo: ${said('link')}`,
      'Write primary_conninfo as words like host=… user=…',
    );
  found.push(...commandLine(candidate));
  const vain = waitsInVain(candidate);
  if (vain !== undefined)
    say('R14', 'Commits on {member} would wait for standbys that are not there.', vain, 'Change the setting there.');
  return found;
}

/** Why a standby may not take over. */
export function cannotTakeOver(primary: RestFacts, candidate: RestFacts): readonly Unfit[] {
  const found: Unfit[] = [];
  const say = (id: Unfit['id'], what: string, evidence: string, wayOut: string): void => {
    found.push({ id, what, evidence, wayOut });
  };
  const said = (key: string): string => candidate[key] ?? 'unknown';
  if (primary['identity'] === undefined || candidate['identity'] !== primary['identity'])
    say(
      'R4',
      '{member} is a standby of another database.',
      `system identifier ${said('identity')}, not ${primary['identity'] ?? 'unknown'}`,
      'Make it anew from this primary.',
    );
  found.push(...candidateAlone(candidate));
  if (candidate['streaming'] !== 'yes')
    say('R11', '{member} receives no WAL.', `streaming: ${said('streaming')}`, 'Let it stream, or choose another one.');
  else if (candidate['history'] === undefined || candidate['history'] !== primary['history'])
    say(
      'R11',
      '{member} is on another timeline.',
      `timeline ${said('history')}, the primary on ${primary['history'] ?? 'unknown'}`,
      'Rewind or rebuild it.',
    );
  found.push(...baseBackups(candidate), ...slots(primary, candidate));
  const { bytes, seconds } = gap(primary, candidate);
  if (bytes === undefined || seconds === undefined)
    say('R24', 'How far {member} is behind is not known.', `position ${said('position')}`, 'Wait until it says so.');
  else if (bytes > LIMIT.bytes || seconds > LIMIT.seconds)
    say(
      'R11',
      '{member} is too far behind.',
      `${String(bytes)} bytes, ${seconds.toFixed(1)} s; at most ${String(LIMIT.bytes)} bytes and ${String(LIMIT.seconds)} s`,
      'Wait until it has caught up.',
    );
  return found;
}

const words = (text: string | undefined): string[] => (text ?? '').split(' ').filter((word) => word !== '');

/** It is to have all slots that the others need. https://www.postgresql.org/docs/current/runtime-config-replication.html#GUC-MAX-REPLICATION-SLOTS */
function slots(primary: RestFacts, candidate: RestFacts): readonly Unfit[] {
  const there = new Set([...words(candidate['slots']), candidate['slot'] ?? '']);
  const wanted = [...new Set([...words(primary['slots']), ...words(primary['slot'])])].filter(
    (name) => !there.has(name),
  );
  const room = Number(candidate['room'] ?? NaN);
  if (wanted.length === 0 || wanted.length <= room) return [];
  return [
    {
      id: 'R30',
      what: '{member} has no room for the replication slots that the others need.',
      evidence: `wanted: ${wanted.join(', ')}; room for ${candidate['room'] ?? 'unknown'}`,
      wayOut: 'Raise max_replication_slots there, or drop slots that nobody uses.',
    },
  ];
}
