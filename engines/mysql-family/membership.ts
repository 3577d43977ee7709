import type { Against, MembershipEngine } from '../model/membership.ts';
import type { RestFacts } from '../model/stopping.ts';
import { whyNotCopying } from './joining.ts';

/** Names of settings by which commits wait for replicas; a server without them has none. */
export const SEMISYNC = [
  'rpl_semi_sync_source_enabled',
  'rpl_semi_sync_master_enabled',
  'rpl_semi_sync_source_wait_for_replica_count',
  'rpl_semi_sync_master_wait_for_slave_count',
];

/** SQL that prints them, from the table in which the server has its settings. */
export const semisyncFacts = (table: string): string =>
  `SELECT CONCAT(LOWER(VARIABLE_NAME), '=', VARIABLE_VALUE) FROM ${table} WHERE LOWER(VARIABLE_NAME) IN (${SEMISYNC.map((name) => `'${name}'`).join(', ')});`;

/** What a MySQL or MariaDB needs when a replica comes or goes. Binary logs are kept for a time, whoever reads them. */
export function membershipOf(engine: 'mysql' | 'mariadb', source: string): MembershipEngine {
  return {
    engine,
    whyNotCloning: whyNotCopying,
    cannotJoin: () => [],
    cannotLeave: (primary, _, __, left) => tooFew(primary, left),
    asksFor: () => [],
    keptFor: () => [],
    kept: () => ({ all: [], used: [] }),
    source,
  };
}

/** Semi-synchronous: without an answer a commit waits until its time-out, and is then acknowledged with nobody else having it. */
function tooFew(primary: RestFacts, left: number): Against[] {
  const isOn = ['source', 'master'].some((word) => /^(?:on|1)$/iu.test(primary[`rpl_semi_sync_${word}_enabled`] ?? ''));
  if (!isOn) return [];
  const count =
    primary['rpl_semi_sync_source_wait_for_replica_count'] ?? primary['rpl_semi_sync_master_wait_for_slave_count'];
  // MariaDB waits for one.
  const least = count === undefined ? 1 : Number(count);
  if (least <= left) return [];
  return [
    {
      what: 'Without {member} too few replicas are left for semi-synchronous commits: each would wait for its time-out, and then be on the primary alone.',
      evidence: `it waits for ${String(least)}, left without {member}: ${String(left)}`,
      wayOut: 'Let commits wait for fewer replicas, or switch semi-synchronous replication off first.',
    },
  ];
}
