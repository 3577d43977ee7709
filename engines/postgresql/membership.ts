import type { Against, MembershipEngine } from '../model/membership.ts';
import type { RestFacts } from '../model/stopping.ts';
import { joining } from './joining.ts';
import { local } from './switching-server.ts';
import { DROP_ONE, NAME } from './switching-slots.ts';
import { readAwaited } from './synchronous.ts';

/** What a PostgreSQL with streaming replication needs when a standby comes or goes. */
export const membership: MembershipEngine = {
  engine: 'postgresql',
  whyNotCloning: joining.whyNotCloning,
  cannotJoin,
  cannotLeave,
  kept: (primary) => ({ all: wordsOf(primary['slots']), used: wordsOf(primary['used']) }),
  asksFor: (member) => wordsOf(member['slot']),
  keptFor: (primary, member, pod) => {
    const wanted = member === undefined ? [slotName(pod)] : wordsOf(member['slot']);
    return wordsOf(primary['slots']).filter((slot) => wanted.includes(slot));
  },
  // One that nobody uses keeps WAL until the disk is full: https://www.postgresql.org/docs/current/warm-standby.html#STREAMING-REPLICATION-SLOTS
  release: (context) => local(context, 'for name in $NAMES; do', NAME, `  ${DROP_ONE} > /dev/null || exit 1`, 'done'),
  keepAgain: (context) =>
    local(
      context,
      'for name in $NAMES; do',
      NAME,
      `  there="$(sql -c "SELECT count(*) FROM pg_replication_slots WHERE slot_name = '$name'")" || exit 1`,
      `  [ "$there" = 1 ] || sql -c "SELECT pg_create_physical_replication_slot('$name', true)" > /dev/null || exit 1`,
      'done',
    ),
  source: 'https://www.postgresql.org/docs/current/warm-standby.html#STREAMING-REPLICATION',
};

/** Names of slots have no hyphens: https://www.postgresql.org/docs/current/warm-standby.html#STREAMING-REPLICATION-SLOTS-MANIPULATION */
const slotName = (pod: string): string => pod.toLowerCase().replaceAll(/[^a-z0-9_]/gu, '_');

const wordsOf = (text: string | undefined): readonly string[] => (text ?? '').split(' ').filter((one) => one !== '');

/** Where standbys have slots, the new one will ask for one, too. */
function cannotJoin(primary: RestFacts): readonly Against[] {
  if (wordsOf(primary['used']).length === 0 || primary['room'] !== '0') return [];
  return [
    {
      what: 'The primary has no replication slot left for one more standby.',
      evidence: `max_replication_slots is reached: ${primary['slots'] ?? ''} ${primary['logical'] ?? ''}`.trim(),
      wayOut: 'Drop a slot that nobody needs, or raise max_replication_slots (it wants a restart).',
    },
  ];
}

/** https://www.postgresql.org/docs/current/runtime-config-replication.html#GUC-SYNCHRONOUS-STANDBY-NAMES */
function cannotLeave(primary: RestFacts, member: RestFacts | undefined, pod: string): readonly Against[] {
  const setting = primary['synchronous_standby_names'];
  // `local` and `off` wait for nobody.
  if (setting === undefined || ['local', 'off'].includes(primary['synchronous_commit'] ?? '')) return [];
  const against = (what: string, evidence: string): readonly Against[] => [
    { what, evidence, wayOut: 'Ask for fewer in synchronous_standby_names first, and reload the configuration.' },
  ];
  const awaited = readAwaited(setting);
  if (awaited === undefined)
    return against('For how many standbys a commit waits cannot be told.', `synchronous_standby_names: ${setting}`);
  const left = wordsOf(primary['standbys']).map((name) => name.toLowerCase());
  const own = left.indexOf((member?.['name'] ?? pod).toLowerCase());
  if (own >= 0) left.splice(own, 1);
  const counting = awaited.names.includes('*') ? left : left.filter((name) => awaited.names.includes(name));
  if (counting.length >= awaited.count) return [];
  return against(
    'Without {member} commits would wait for ever: too few synchronous standbys would be left.',
    `synchronous_standby_names: ${setting}; left without {member}: ${counting.join(', ') || 'none'}`,
  );
}
