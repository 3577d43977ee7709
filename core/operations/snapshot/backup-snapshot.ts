import type { DumpEngine } from '../../../engines/model/dump.ts';
import type { EngineId } from '../../../engines/model/engine.ts';
import type { SnapshotEngine } from '../../../engines/model/snapshot.ts';
import { inheritsOf } from '../../backups/job-variables.ts';
import { jobStep } from '../../procedures/jobs/job-steps.ts';
import { readMember, readServer, type MemberPod, type Server } from '../../procedures/members/server.ts';
import type { Parameters, Plan, Situation } from '../../runner/plan.ts';
import type { Refusal, Step } from '../../runner/step.ts';
import { backupId, textFact } from '../backup/facts.ts';
import { loginOf, LOGIN_WARNING, type Login } from '../backup/login.ts';
import { withPlanning } from '../backup/needs.ts';
import { refusal } from '../backup/refusals.ts';
import { indexStep } from './index-step.ts';
import { parseSnapshotParameters, type SnapshotParameters } from './parameters.ts';
import { releaseStep } from './release-step.ts';
import { sessionRights, signStep } from './session.ts';
import { engineJob } from './session-job.ts';
import { findSource, type SnapshotSource } from './source.ts';
import { placeOf, takeSteps } from './volume-snapshot.ts';

/** What snapshots need beside the cluster. */
export interface SnapshotTools {
  readonly snapshotEngineOf: (engine: EngineId) => SnapshotEngine | undefined;
  readonly dumpEngineOf: (engine: EngineId) => DumpEngine | undefined;
  readonly tool: string;
}

interface Found {
  readonly server: Server;
  readonly member: MemberPod;
  readonly source: SnapshotSource;
  readonly engine: SnapshotEngine;
  readonly login: Login | undefined;
}

/** Seconds for counting before and after, for the pod to start, and for whatever stands between. */
const AROUND = 900;

/**
 * Backup by a snapshot of the primary's volume, while one session holds the server. Its index is the VolumeSnapshot itself. Its parameters:
 * {@link ./parameters.SnapshotParameters}.
 */
export async function planSnapshot(tools: SnapshotTools, situation: Situation, given: Parameters): Promise<Plan> {
  const parameters = parseSnapshotParameters(given);
  const { database } = situation;
  const found = await find(tools, situation, parameters);
  const isFound = !Array.isArray(found);
  const blocks = isFound && found.engine.blocks;
  return {
    operation: 'backup',
    database: nameOf(situation),
    parameters: given,
    title: `Back up ${database.name} by a snapshot of its volume`,
    outcome: `A snapshot of the volume of ${database.name} is ready to use, with its manifest on it. It counts as verified only after a restore test.`,
    danger: blocks ? 'confirmed' : 'free',
    steps: isFound ? withPlanning(stepsOf(tools, situation, parameters, found), database.namespace) : [],
    refusals: isFound ? [] : found,
    warnings: isFound ? warningsOf(found, parameters) : [],
    rpo: { seconds: 0, from: 'a backup only reads' },
    rto: blocks
      ? {
          seconds: undefined,
          from: `nobody can write while the snapshot is cut, for ${holdOf(parameters, found.engine)} s at most`,
        }
      : { seconds: 0, from: 'the server goes on meanwhile' },
    estimate: undefined,
  };
}

const nameOf = ({ database: { namespace, workload } }: Situation): Plan['database'] => ({
  namespace,
  kind: workload.kind,
  name: workload.name,
});

async function find(
  { snapshotEngineOf, dumpEngineOf }: SnapshotTools,
  { connection, database, signal, id }: Situation,
  { snapshotClass }: SnapshotParameters,
): Promise<Found | Refusal[]> {
  const { namespace, workload, flavour, engineName } = database;
  if (flavour !== 'plain')
    return [refusal.unable('its members belong to somebody else', `${flavour} is in charge of ${database.name}`)];
  const engine = snapshotEngineOf(database.engine);
  if (engine === undefined) return [refusal.unable(`Plinth takes no snapshots of ${engineName}`, engineName)];
  const server = await readServer(connection, database, signal);
  if (server === undefined)
    return [refusal.unable('its workload is not one that Plinth can read', `${workload.kind} ${workload.name}`)];
  const { context, container } = server.model;
  const unable = engine.unable(context);
  if (unable !== undefined) return [refusal.unable('a snapshot cannot be taken', unable)];
  const source = await findSource(connection, database, snapshotClass, signal);
  if (!('claim' in source)) return [...source];
  const member = await readMember(connection, server, namespace, source.member, signal);
  if (member === undefined) return [refusal.noMember(database)];
  const around = dumpEngineOf(database.engine)?.around?.(context);
  const login = loginOf(container, inheritsOf({ script: engine.session(context), around }), { namespace, id });
  if (login !== undefined && 'what' in login) return [login];
  return { server, member, source, engine, login };
}

function stepsOf(
  { dumpEngineOf, tool }: SnapshotTools,
  situation: Situation,
  parameters: SnapshotParameters,
  { server, member, source, engine, login }: Found,
): Step[] {
  const { podLabels, deadline } = parameters;
  const hold = holdOf(parameters, engine);
  const { database, id, now, facts } = situation;
  const { namespace, workload } = database;
  const { context, container, pod } = server.model;
  const backup = textFact(facts, 'backup') ?? backupId(now(), id);
  const job = `plinth-snapshot-${id}`;
  const take = (part: 'data' | 'log') => ({
    namespace,
    name: `plinth-${backup}-${part}`,
    part,
    backup,
    database: workload.name,
    claim: source.claim,
    className: source.className,
  });
  const session = jobStep(
    engineJob({
      name: job,
      namespace,
      container: container.field,
      podSpec: pod.spec,
      image: member.image,
      podLabels,
      login: login?.secret,
      scripts: { main: engine.session(context), around: dumpEngineOf(database.engine)?.around?.(context) },
      variables: { HOST: member.host, PORT: String(member.port), HOLD: String(hold) },
      claims: [],
      deadline: AROUND + 2 * hold,
    }),
    { id: 'session', title: `Open the session that holds ${member.name}`, keep: { backup }, clock: 'begun' },
  );
  const places = (engine.second ? (['data', 'log'] as const) : (['data'] as const)).map((part) =>
    placeOf(namespace, take(part).name),
  );
  return [
    ...(login === undefined ? [] : [login.create]),
    { ...holding(session, engine, deadline + AROUND), needs: [...session.needs, ...sessionRights(namespace)] },
    signStep(job, { id: 'held', title: `Wait until ${member.name} is held`, answer: 'held' }),
    ...takeSteps(take('data')),
    signStep(job, { id: 'stop', title: `Let ${member.name} go on`, sign: 'stop', answer: 'stopped' }),
    ...(engine.second ? takeSteps(take('log')) : []),
    releaseStep(job),
    indexStep(places as [(typeof places)[number]], deadline, {
      id: backup,
      database: nameOf(situation),
      engine: database.engine,
      consistency: engine.consistency,
      member: member.name,
      tool,
    }),
    ...(login === undefined ? [] : [login.remove]),
  ];
}

/** How long a session waits for somebody: shorter where others wait for it. */
const holdOf = ({ hold }: SnapshotParameters, { blocks }: SnapshotEngine): number => hold ?? (blocks ? 60 : 600);

/** A session that keeps others from writing takes write availability away, and gives it back by ending: removing the Job ends it, and by itself it ends as well. */
function holding(session: Step, { blocks }: SnapshotEngine, deadline: number): Step {
  if (!blocks || session.undo === undefined) return session;
  const { undo } = session;
  return { ...session, removesWrites: true, undo, deadline, risk: 'Nobody can write until the snapshot is cut.' };
}

function warningsOf({ source, engine, member, login }: Found, parameters: SnapshotParameters): string[] {
  const consistency =
    engine.consistency === 'application'
      ? []
      : ['It is as after a power cut: the engine recovers from it as it does from a crash.'];
  return [
    `It lies in the same storage system as the database (${source.driver}): what destroys that destroys both.`,
    `${member.name} is held for ${holdOf(parameters, engine)} s at most: a session that nobody comes for ends by itself.`,
    ...consistency,
    `Such a snapshot does not hold: ${engine.leavesOut.join('; ')}.`,
    ...(login === undefined ? [] : [LOGIN_WARNING]),
  ];
}
