import { isAtLeast, readVersion } from '../configuration/version.ts';
import type { RestFacts } from '../model/stopping.ts';
import type { Unfit } from '../model/switching.ts';
import { gap, numberOf } from './switching-facts.ts';

/** The largest gap, in bytes: behind the fence it is closed in a moment. */
const LIMIT = 1_048_576;

/**
 * SENTINEL FAILOVER alone takes the primary for lost: it promotes a replica without asking it, and leaves it to take writes for some ten seconds more, all of which are
 * lost (7.0.15 under a steady writer: 110,000 of 300,000; behind this fence none of 267,000, and none was taken for 1.3 s). CLIENT PAUSE as the fence holds up what
 * Sentinels publish, too: none is lost, but they take the server for dead, and it follows after 60 s and not 11. WAIT waits for what its own connection has written,
 * which is nothing; and after FAILOVER, which does wait, Sentinel may fail over once more.
 * https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/#sentinel-commands, https://redis.io/docs/latest/commands/wait/,
 * https://github.com/redis/redis/issues/13118, https://github.com/valkey-io/valkey/pull/1292 (COORDINATED)
 */
const WITH_SENTINEL = [
  'Fence the primary first: CONFIG SET min-replicas-max-lag 10, CONFIG SET min-replicas-to-write 1000000, CONFIG REWRITE.',
  'Wait until slave_repl_offset of every replica has reached the master_repl_offset that the primary has then; after that SENTINEL FAILOVER with its name, at one Sentinel.',
  'Once it follows, set both on the old primary as they were. SENTINEL FAILOVER alone loses writes that were acknowledged.',
  'Valkey from 9.0 on does all of it by SENTINEL FAILOVER with its name and COORDINATED.',
].join(' ');

type Reason = readonly [id: Unfit['id'], what: string, evidence: string, wayOut: string];

const asUnfit = (reasons: readonly Reason[]): Unfit[] =>
  reasons.map(([id, what, evidence, wayOut]) => ({ id, what, evidence, wayOut }));

/** Who changes the roles: Plinth itself, or Sentinel, which is asked. */
type By = 'itself' | 'sentinel';

/** What must hold of every member that changes its role, and keeps the new one. */
function ofAny(facts: RestFacts, by: By): Reason[] {
  const found: Reason[] = [];
  const said = (key: string): string => facts[key] ?? 'unknown';
  // Before, scripts write all the same: https://github.com/redis/redis/pull/10160
  if (isAtLeast(readVersion(said('version')), 7) !== true)
    found.push([
      'R30',
      'Before version 7 scripts write through the fence of {member}.',
      `version ${said('version')}`,
      'Upgrade it.',
    ]);
  if (facts['mode'] !== 'standalone')
    found.push([
      'R30',
      'A cluster of shards chooses its primaries itself.',
      `mode ${said('mode')}`,
      'CLUSTER FAILOVER, on a replica.',
    ]);
  if (by === 'itself' && facts['sentinels'] !== '0')
    found.push([
      'R30',
      'Sentinels decide who leads.',
      `Sentinels that watch {member}: ${said('sentinels')}`,
      WITH_SENTINEL,
    ]);
  if (facts['fixed'] !== undefined)
    found.push([
      'R30',
      '{member} does not keep its role in its configuration file: after a restart it would have the old one.',
      facts['fixed'],
      'Let its start write the configuration only where there is none, and no role on the command line.',
    ]);
  if (facts['rewritable'] !== 'yes' || facts['config_lasts'] !== 'yes' || facts['min'] === undefined)
    found.push([
      'R30',
      '{member} cannot keep its role: its configuration cannot be rewritten, or does not outlive its pod.',
      `config_file «${said('config')}»; may be rewritten: ${said('rewritable')}; on a lasting volume: ${said('config_lasts')}; CONFIG ${facts['min'] === undefined ? 'does not answer' : 'answers'}`,
      'Start it with a configuration file on its claim.',
    ]);
  if (facts['readonly'] !== 'yes')
    found.push([
      'R17',
      'As a replica {member} would accept writes.',
      `replica-read-only ${said('readonly')}`,
      'CONFIG SET replica-read-only yes',
    ]);
  // An empty primary empties its replicas.
  if (facts['persists'] !== 'yes' || facts['lasting'] !== 'yes')
    found.push([
      'R20',
      '{member} does not keep its data: it would come back empty, and empty its replicas.',
      `persistence: ${said('persists')}; on a lasting volume: ${said('lasting')}`,
      'Turn appendonly on, with dir on its claim.',
    ]);
  if (facts['loading'] !== '0' || facts['failover'] !== 'no-failover')
    found.push([
      'R14',
      '{member} is busy.',
      `loading ${said('loading')}, failover state ${said('failover')}`,
      'Wait until that has ended.',
    ]);
  return found;
}

/** Why the primary may not hand over. */
export function cannotHandOver(primary: RestFacts, by: By = 'itself'): readonly Unfit[] {
  return asUnfit(ofAny(primary, by));
}

/** What must hold of a replica that is to lead, whoever led before. */
function ofCandidate(candidate: RestFacts, by: By = 'itself'): Reason[] {
  const found = ofAny(candidate, by);
  const said = (key: string): string => candidate[key] ?? 'unknown';
  if (candidate['role'] !== 'replica')
    found.push(['R11', '{member} is no replica.', `role ${said('role')}`, 'Choose a replica.']);
  if (candidate['saves'] !== 'ok ok')
    found.push([
      'R20',
      '{member} could not write its data to disk: as a primary it would refuse writes.',
      `last snapshot and append only file: ${said('saves')}`,
      'Make room on its volume; BGSAVE.',
    ]);
  // Sentinel's own word for «never». https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/#replicas-priority
  if (numberOf(candidate['priority']) === 0)
    found.push(['R11', '{member} is never to be promoted.', 'replica-priority 0', 'Choose another one.']);
  // Sentinel lets the others follow at once.
  if (by === 'itself' && candidate['min'] !== '0' && candidate['max'] !== '0')
    found.push([
      'R30',
      '{member} would accept no writes until others follow it.',
      `min-replicas-to-write ${said('min')}`,
      'CONFIG SET min-replicas-to-write 0 on it, and set it again afterwards.',
    ]);
  found.push(...evicts(candidate));
  return found;
}

/** Why a replica may not lead without its primary's word. */
export const cannotLead = (candidate: RestFacts): readonly Unfit[] => asUnfit(ofCandidate(candidate));

/** Why a replica may not take over. */
export function cannotTakeOver(primary: RestFacts, candidate: RestFacts, by: By = 'itself'): readonly Unfit[] {
  const found = ofCandidate(candidate, by);
  const said = (key: string): string => candidate[key] ?? 'unknown';
  if (candidate['streaming'] !== 'up')
    found.push([
      'R11',
      '{member} has no link to its primary.',
      `master_link_status ${said('streaming')}`,
      'Mend the link, or choose another one.',
    ]);
  if (candidate['history'] === undefined || candidate['history'] !== primary['history'])
    found.push([
      'R4',
      '{member} does not have the stream of this primary.',
      `replid ${said('history')}, not ${primary['history'] ?? 'unknown'}`,
      'Let it follow this primary.',
    ]);
  found.push(...behind(primary, candidate));
  return asUnfit(found);
}

function behind(primary: RestFacts, candidate: RestFacts): readonly Reason[] {
  const { bytes } = gap(primary, candidate);
  if (bytes === undefined)
    return [
      [
        'R24',
        'How far {member} is behind is not known.',
        `offset ${candidate['position'] ?? 'unknown'}`,
        'Wait until it says so.',
      ],
    ];
  if (bytes <= LIMIT) return [];
  return [
    [
      'R11',
      '{member} is too far behind.',
      `${String(bytes)} bytes; at most ${String(LIMIT)}`,
      'Wait until it has caught up.',
    ],
  ];
}

/** A replica leaves its limit aside: once promoted, it would throw keys away. https://redis.io/docs/latest/operate/oss_and_stack/management/replication/#maxmemory-on-replicas */
function evicts(candidate: RestFacts): readonly Reason[] {
  const [limit, used] = [numberOf(candidate['limit']), numberOf(candidate['memory'])];
  if (limit === 0 || (limit !== undefined && used !== undefined && used <= limit)) return [];
  return [
    [
      'R30',
      'Once it leads, {member} would throw keys away or refuse writes: it holds more than its limit.',
      `used_memory ${candidate['memory'] ?? 'unknown'}, maxmemory ${candidate['limit'] ?? 'unknown'}, ${candidate['policy'] ?? 'policy unknown'}`,
      'Raise its maxmemory to that of the primary.',
    ],
  ];
}
