import { stoppingEngineOf } from '../../../../engines/stopping.ts';
import type { PatroniCluster } from '../../../../engines/postgresql/patroni-control.ts';
import { doorOf, type Door } from '../../../procedures/door/door.ts';
import { expectedOutage, type Measured } from '../../../procedures/door/outage.ts';
import { readServer } from '../../../procedures/members/server.ts';
import type { Parameters, Plan, PlannedRoles, Situation } from '../../../runner/plan.ts';
import type { Step } from '../../../runner/step.ts';
import { canaryStep } from '../../start/canary-step.ts';
import { followStep } from '../../start/follow-step.ts';
import { parseSwitchoverParameters } from '../parameters.ts';
import { leadsStep } from './leads-step.ts';
import { askPatroniStep } from './ask-step.ts';
import { candidatesOf, readCluster, unfit } from './patroni.ts';
import { isRoles, noted, noteStep, unable, type Refused, type Roles } from './roles.ts';

/** Nothing was measured yet. */
const MEASURED: Measured = { operation: 'switchover', seconds: {} };

/** The plan of a switchover where Patroni is in charge of the roles: it is asked, and watched. */
export async function patroniSwitchover(situation: Situation, given: Parameters): Promise<Plan> {
  const { connection, database } = situation;
  const { namespace, workload, name, members } = database;
  const pods = members.map(({ pod }) => pod.name);
  const { to } = parseSwitchoverParameters(given, pods);
  const seen = noted(situation) ?? (await rolesOf(situation, pods, to));
  const roles = isRoles(seen) ? seen : undefined;
  return {
    operation: 'switchover',
    database: { namespace, kind: workload.kind, name: workload.name },
    parameters: given,
    title: roles ? `Switch over ${name} from ${roles.leader} to ${roles.candidate}` : `Switch over ${name}`,
    outcome: roles ? `${roles.candidate} leads, and the others follow it; Patroni sees to it.` : 'A replica leads.',
    danger: 'confirmed',
    steps: roles ? await stepsOf(situation, roles, pods) : [],
    refusals: seen.refusals,
    warnings: roles?.warnings ?? [],
    rpo: { seconds: 0, from: 'Patroni ends the old leader in order, and promotes a standby that has what it wrote' },
    rto: await expectedOutage(connection, database, MEASURED),
    estimate: undefined,
    ...(roles && { roles: shown(roles, doorOf(database).services) }),
  };
}

const shown = ({ leader, candidate, gaps = [] }: Roles, services: readonly string[]): PlannedRoles => ({
  leader,
  candidate,
  services,
  gaps,
  fence: `Patroni's own: ${leader} gives up the leader's lock, and whoever has no lock does not write.`,
});

async function rolesOf(
  { connection, database, signal }: Situation,
  pods: readonly string[],
  to: string | undefined,
): Promise<Roles | Refused> {
  const { namespace, container } = database;
  const options = { timeout: 30_000, ...(signal ? { signal } : {}) };
  const cluster = await readCluster(
    (pod, script) => connection.exec({ namespace, pod, container }, ['sh', '-c', script], options),
    pods,
  );
  if (typeof cluster === 'string') return unable('Patroni does not say who leads.', cluster, 'Look at its log.');
  const { leader } = cluster;
  if (leader === undefined)
    return unable('Nobody leads: that is no planned switchover.', words(cluster), 'Let Patroni find a leader first.');
  if (!pods.includes(leader))
    return unable('Its members are not called as their pods.', words(cluster), 'patronictl switchover');
  if (to === leader) return unable(`${to} leads already.`, words(cluster), 'Nothing is to be done.');
  const candidate = to ?? candidatesOf(cluster).find(({ name }) => unfit(cluster, name).length === 0)?.name;
  const chosen = candidate ?? candidatesOf(cluster)[0]?.name;
  if (chosen === undefined) return unable('There is no replica to switch over to.', words(cluster), 'Add a member.');
  const warnings = warningsOf(cluster, doorOf(database), leader);
  return { leader, candidate: chosen, refusals: unfit(cluster, chosen), warnings, gaps: gapsOf(cluster) };
}

/** How it stands now; and who must be told where no Service follows the leader. */
export const warningsOf = (cluster: PatroniCluster, { services }: Door, leader: string): readonly string[] => [
  `Now: ${words(cluster)}.`,
  ...(services.length > 0
    ? []
    : [`No Service leads to the leader alone: clients that go to ${leader} by its name stay there, and cannot write.`]),
];

const gapsOf = ({ members, leader }: PatroniCluster): PlannedRoles['gaps'] =>
  members.flatMap(({ name, lag }) => (name === leader || lag === undefined ? [] : [{ name, bytes: lag }]));

const words = ({ members }: PatroniCluster): string =>
  members
    .map(
      ({ name, role, state, lag }) =>
        `${name}: ${role}, ${state}${lag === undefined ? '' : `, ${String(lag)} bytes behind`}`,
    )
    .join('; ');

async function stepsOf(
  { connection, database, signal }: Situation,
  roles: Roles,
  pods: readonly string[],
): Promise<Step[]> {
  const { namespace, container } = database;
  const { leader, candidate } = roles;
  const door = doorOf(database);
  const server = await readServer(connection, database, signal);
  const stopping = stoppingEngineOf(database.engine);
  const asking = server && { engine: server.model.engine, context: server.model.context };
  const port = server?.model.port ?? server?.model.engine.clientPort.value ?? 5432;
  const canary =
    stopping === undefined || asking === undefined
      ? []
      : [
          canaryStep(
            { namespace, container, engine: stopping, context: asking.context },
            { service: door.services.at(0), port, pods: [candidate] },
          ),
        ];
  const names = [...new Set([leader, candidate, ...pods])].sort();
  return [
    noteStep(roles),
    askPatroniStep({ namespace, container, leader, candidate, pods: names }),
    leadsStep(door, candidate),
    ...canary,
    ...(asking === undefined ? [] : [followStep({ namespace, container, asking, names }, true, 1_800)]),
  ];
}
