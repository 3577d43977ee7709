import {
  readReplicaSet,
  statusScript,
  type ReplicaSet,
  type SetMember,
} from '../../../../engines/mongodb/replica-set.ts';
import type { EngineContext } from '../../../../engines/model/engine.ts';
import type { ExecResult } from '../../../cluster/connection.ts';
import { ClusterTrouble } from '../../../cluster/trouble.ts';
import { isTrouble } from '../../../runner/patience.ts';
import type { Refusal } from '../../../runner/step.ts';

/** Runs a script in a member's container. */
export type Ask = (pod: string, script: string) => Promise<ExecResult>;

/** Seconds that a candidate may be behind. The set tells positions by the second, and hears of them every 2 s. */
const BEHIND = 2;

/** The replica set by the first member that tells; else why none does. */
export async function readSet(ask: Ask, context: EngineContext, pods: readonly string[]): Promise<ReplicaSet | string> {
  const script = statusScript(context);
  if (script === undefined)
    return 'it is not known how its members are reached: TLS is required, or its port is not in sight';
  let why = 'there is no member';
  for (const pod of pods) {
    try {
      const { exitCode, stdout, stderr } = await ask(pod, script);
      const read = exitCode === 0 ? readReplicaSet(stdout) : undefined;
      if (read !== undefined) return read;
      why = `${pod}: ${`${stdout} ${stderr}`.trim().slice(-200) || 'it does not answer'}`;
    } catch (error) {
      if (!isTrouble(error, 'missing', 'invalid', 'server', 'broken', 'timeout', 'unreachable')) throw error;
      why = `${pod}: ${error instanceof ClusterTrouble ? error.message : 'it cannot be asked'}`;
    }
  }
  return why;
}

/** The pod that a member is, by the first word of its host. */
export const podOf = ({ name }: SetMember): string => name.split(/[.:]/u)[0] ?? name;

/** The pod that leads; undefined where none does. */
export function leaderOf({ members }: ReplicaSet): string | undefined {
  const leads = members.find(({ state }) => state === 'PRIMARY');
  return leads && podOf(leads);
}

/** Seconds that a member is behind the primary; undefined where that is not told. */
export function behind({ members }: ReplicaSet, one: SetMember): number | undefined {
  const leader = members.find(({ state }) => state === 'PRIMARY');
  return one.at === undefined || leader?.at === undefined ? undefined : Math.max(0, leader.at - one.at);
}

/** Members that hold data and may be elected, but for the one that leads; the nearest to it first. */
export function electable(set: ReplicaSet): readonly SetMember[] {
  return set.members
    .filter(({ state, priority }) => state !== 'PRIMARY' && state !== 'ARBITER' && (priority ?? 0) > 0)
    .sort((a, b) => (behind(set, a) ?? Infinity) - (behind(set, b) ?? Infinity));
}

/** Why this member may not take over now. What is not known is a reason. */
export function unfit(set: ReplicaSet, pod: string): readonly Refusal[] {
  const found: Refusal[] = [];
  const say = (id: Refusal['id'], what: string, evidence: string, wayOut: string): void => {
    found.push({ id, kind: id === 'R24' ? 'typed' : 'mend', what, evidence, wayOut });
  };
  const away = set.members.filter(
    ({ votes, isHealthy, state }) => votes !== 0 && (!isHealthy || !/^(?:PRIMARY|SECONDARY|ARBITER)$/u.test(state)),
  );
  if (away.length > 0)
    say(
      'R15',
      'A member that votes is away.',
      away.map(({ name, state }) => `${name}: ${state}`).join('; '),
      'Mend it first.',
    );
  const one = set.members.find((member) => podOf(member) === pod);
  if (one === undefined) {
    say(
      'R11',
      `The replica set does not know ${pod}.`,
      set.members.map(({ name }) => name).join(', '),
      'Choose another.',
    );
    return found;
  }
  if (one.state !== 'SECONDARY')
    say('R11', `${pod} is not fit to lead.`, `${pod}: ${one.state}`, 'Choose another member.');
  if (one.priority === undefined || one.votes === undefined)
    say('R11', `Whether ${pod} may be elected is not known.`, 'priority and votes are not told', 'rs.conf()');
  else if (one.priority === 0 || one.votes === 0)
    say(
      'R11',
      `${pod} is never to lead.`,
      `priority ${String(one.priority)}, votes ${String(one.votes)}`,
      'Choose another member.',
    );
  if (one.delay > 0)
    say('R11', `${pod} is held back on purpose.`, `secondaryDelaySecs ${String(one.delay)}`, 'Choose another member.');
  // The set itself would give the role to whoever has a higher one: https://www.mongodb.com/docs/manual/core/replica-set-elections/#member-priority
  const higher = set.members.filter((other) => (other.priority ?? 0) > (one.priority ?? 0) && (one.priority ?? 0) > 0);
  if (higher.length > 0)
    say(
      'R11',
      `${pod} would not keep the role: another member has a higher priority, and takes it.`,
      [...higher, one].map(({ name, priority }) => `${name}: priority ${String(priority)}`).join('; '),
      'Give them the same priority (rs.reconfig), or choose the other one.',
    );
  const seconds = behind(set, one);
  if (seconds === undefined)
    say('R24', `How far ${pod} is behind is not known.`, `${pod}: ${one.state}`, 'Wait until rs.status() says so.');
  else if (seconds > BEHIND)
    say('R11', `${pod} is too far behind.`, `${String(seconds)} s`, 'Wait until it has caught up.');
  if (set.indexBuilds === undefined)
    say(
      'R24',
      'Whether an index is being built is not known.',
      'currentOp is not allowed',
      'Look at db.currentOp() yourself.',
    );
  else if (set.indexBuilds > 0)
    say('R14', 'An index is being built.', `${String(set.indexBuilds)} under way`, 'Wait until it is done.');
  return found;
}
