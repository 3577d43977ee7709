import {
  clusterScript,
  readPatroniCluster,
  type PatroniCluster,
  type PatroniSeen,
} from '../../../../engines/postgresql/patroni-control.ts';
import type { ExecResult, Right } from '../../../cluster/connection.ts';
import { RESOURCES } from '../../../cluster/resources.ts';
import { ClusterTrouble } from '../../../cluster/trouble.ts';
import { isTrouble } from '../../../runner/patience.ts';
import type { Refusal } from '../../../runner/step.ts';

/** The rights to ask Patroni inside a member. */
export const patroniNeeds = (namespace: string): readonly Right[] =>
  ['get', 'create'].map((verb) => ({ verb, resource: RESOURCES.pods, subresource: 'exec', namespace }));

/** Runs a script in a member's container. */
export type Ask = (pod: string, script: string) => Promise<ExecResult>;

/** The cluster by the first member that tells; else why none does. */
export async function readCluster(ask: Ask, pods: readonly string[]): Promise<PatroniCluster | string> {
  let why = 'there is no member';
  for (const pod of pods) {
    try {
      const { exitCode, stdout, stderr } = await ask(pod, clusterScript());
      const read = exitCode === 0 ? readPatroniCluster(stdout) : undefined;
      if (read !== undefined) return read;
      why = `${pod}: ${stderr.trim().slice(-200) || 'its Patroni does not answer'}`;
    } catch (error) {
      if (!isTrouble(error, 'missing', 'invalid', 'server', 'broken', 'timeout', 'unreachable')) throw error;
      why = `${pod}: ${error instanceof ClusterTrouble ? error.message : 'it cannot be asked'}`;
    }
  }
  return why;
}

/** Those that may lead, the best first: in synchronous mode Patroni itself takes no other one. */
export function candidatesOf({ members, leader }: PatroniCluster): readonly PatroniSeen[] {
  const others = members.filter(({ name }) => name !== leader);
  const inStep = others.filter(({ role }) => role === 'sync_standby' || role === 'quorum_standby');
  const possible = inStep.length > 0 ? inStep : others;
  return [...possible].sort((a, b) => (a.lag ?? Infinity) - (b.lag ?? Infinity));
}

/** Why this member may not be asked for; the thresholds are those of any planned switchover. */
export function unfit(cluster: PatroniCluster, name: string): readonly Refusal[] {
  const found: Refusal[] = [];
  const say = (id: Refusal['id'], what: string, evidence: string, wayOut: string): void => {
    found.push({ id, kind: id === 'R24' ? 'typed' : 'mend', what, evidence, wayOut });
  };
  if (cluster.paused)
    say('R30', 'Patroni is paused: whoever paused it wants nothing to change.', 'pause: true', 'patronictl resume');
  if (cluster.scheduled)
    say('R9', 'A switchover is planned in Patroni already.', 'scheduled_switchover', 'patronictl flush switchover');
  const leader = cluster.members.find((one) => one.name === cluster.leader);
  const one = cluster.members.find((member) => member.name === name);
  if (one === undefined) {
    say(
      'R11',
      `Patroni does not know ${name}.`,
      cluster.members.map((each) => each.name).join(', '),
      'Choose another.',
    );
    return found;
  }
  // Where some are said to stream, one that merely runs does not; members before 3.0.3 never say more than that they run.
  const telling = cluster.members.some(({ state }) => state === 'streaming');
  if (one.state !== 'streaming' && (telling || one.state !== 'running'))
    say('R11', `${name} is not fit to lead.`, `${name}: ${one.state}`, 'Mend it, or choose another member.');
  if (one.noFailover) say('R11', `${name} is never to lead.`, 'its tag nofailover', 'Choose another member.');
  if (one.timeline === undefined || one.timeline !== leader?.timeline)
    say('R11', `${name} is on another timeline.`, `timeline ${String(one.timeline)}`, 'patronictl reinit');
  if (!candidatesOf(cluster).includes(one))
    say('R11', `${name} is not in step with the leader.`, `${name}: ${one.role}`, 'Choose a synchronous standby.');
  if (one.lag === undefined)
    say('R24', `How far ${name} is behind is not known.`, `${name}: ${one.state}`, 'Wait until Patroni says so.');
  else if (one.lag > 16 * 1024 ** 2)
    say('R11', `${name} is too far behind.`, `${String(one.lag)} bytes`, 'Wait until it has caught up.');
  return found;
}
