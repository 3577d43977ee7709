import { comparingOf } from '../../engines/comparing.ts';
import type { Lag } from '../../engines/model/live.ts';
import { duration } from '../inventory/databases/words.ts';
import type { LiveDatabase, LiveMember } from '../inventory/model.ts';
import { LAG_LIMIT } from '../procedures/members/back.ts';
import { areAlike } from './alike.ts';
import type { Check, Examined, MemberFacts } from './check.ts';
import { risk, unknown, well, type Finding } from './finding.ts';

/** Every replica receives changes from this primary, is of the same database and history, and little behind. */
export const replication: Check = {
  id: 'replication',
  title: 'Every replica follows',
  of: 'failover',
  look: (examined) => {
    const { members, replicas: wanted } = examined.database;
    if (areAlike(members)) return [];
    const replicas = members.filter(({ role, writable }) => role !== 'primary' && writable !== true);
    if (replicas.length === 0)
      return [
        risk(
          'There is no replica to fail over to.',
          `${String(members.length)} of ${String(wanted.desired ?? '?')} members are there`,
          'Add a standby.',
        ),
      ];
    return replicas.map((replica) => followed(replica, examined));
  },
};

/** What is wrong with a replica, the worst first. */
function followed(replica: LiveMember, examined: Examined): Finding {
  const { name } = replica.pod;
  const primary = examined.database.members.find(({ role }) => role === 'primary');
  if (replica.asked.state !== 'answered' && replica.streaming === undefined)
    return unknown(
      `How ${name} stands is not known.`,
      replica.trouble ?? replica.asked.why ?? 'it has not answered',
      'Let it answer, and ask again.',
    );
  const facts = factsOf(examined.asked, name);
  const leading = primary && factsOf(examined.asked, primary.pod.name);
  if (replica.streaming === false || facts?.['streaming'] === 'no')
    return risk(
      `${name} receives no changes.`,
      remarks(replica) || `it does not stream from ${primary?.pod.name ?? 'a primary'}`,
      `Read its log: kubectl --namespace ${examined.database.namespace} logs ${name}`,
    );
  // Where each server has an identity of its own, its data are compared by their history.
  const same = comparingOf(examined.database.engine)?.sameData;
  if (same !== undefined && differs(leading?.[same], facts?.[same]))
    return risk(
      `${name} is of another database.`,
      `it is ${facts?.[same] ?? ''}, its primary ${leading?.[same] ?? ''}`,
      'Make it anew from its primary.',
    );
  if (differs(primary?.history, replica.history))
    return risk(
      `${name} is on another history than its primary.`,
      `it is on ${replica.history ?? ''}, ${primary?.pod.name ?? ''} on ${primary?.history ?? ''}`,
      'Rewind it, or make it anew from its primary.',
    );
  if (primary === undefined || !isOf(replica, primary, examined.database))
    return unknown(
      `Whether ${name} follows this primary is not known.`,
      `it reads from ${replica.upstream ?? 'nobody knows where'}`,
      'Compare it with the primary’s own list of its replicas.',
    );
  return behind(replica);
}

/** What nobody measured is not «well». */
function behind({ pod: { name }, lag, position, streaming }: LiveMember): Finding {
  const where = `at ${position ?? 'an unknown position'}, ${lagWords(lag)}`;
  if (streaming === undefined)
    return unknown(`Whether ${name} receives changes is not known.`, where, 'Let it answer, and ask again.');
  const { bytes, seconds } = lag ?? {};
  if (bytes === undefined && seconds === undefined)
    return unknown(`How far ${name} is behind is not known.`, where, 'Wait until it says its lag.');
  if ((bytes ?? 0) > LAG_LIMIT.bytes || (seconds ?? 0) > LAG_LIMIT.seconds)
    return risk(`${name} is far behind.`, where, 'Wait until it has caught up; see what holds it up.');
  return well(`${name} follows.`, where);
}

/** By its own word, by its primary's list, or by a Service that leads to the primary. */
function isOf(replica: LiveMember, primary: LiveMember, { services, members }: LiveDatabase): boolean {
  const { upstream } = replica;
  const host = upstream?.replace(/:\d+$/u, '');
  const first = host?.split('.')[0];
  if (first === primary.pod.name) return true;
  const writing = services.some(({ service, purpose }) => purpose === 'write' && service.name === first);
  if (writing) return true;
  const others = members.some(({ pod }) => pod.name === first && pod.name !== primary.pod.name);
  if (others) return false;
  return primary.followers.some(
    ({ name, address }) =>
      name.replace(/:\d+$/u, '').split('.')[0] === replica.pod.name || (address !== undefined && address === host),
  );
}

const factsOf = (asked: readonly MemberFacts[], name: string): MemberFacts['facts'] =>
  asked.find((one) => one.name === name)?.facts;

const differs = (one: string | undefined, other: string | undefined): boolean =>
  one !== undefined && other !== undefined && one !== other;

const remarks = ({ remarks: all }: LiveMember): string => all.join('; ');

/** `0 bytes, 2 s behind`; what is not known is said. */
export function lagWords(lag: Lag | undefined): string {
  const { bytes, seconds } = lag ?? {};
  if (bytes === undefined && seconds === undefined) return 'nobody says how far behind';
  return `${bytes === undefined ? 'bytes unknown' : `${String(bytes)} bytes`}, ${seconds === undefined ? 'seconds unknown' : duration(seconds)} behind`;
}
