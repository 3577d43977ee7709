import type { DumpEngine, DumpMethod } from '../../engines/model/dump.ts';
import type { EngineId } from '../../engines/model/engine.ts';
import { readDestination } from '../backups/destinations.ts';
import { dataJob, type DataJob } from '../backups/job.ts';
import { COUNTING } from '../backups/job-scripts.ts';
import type { Destination } from '../backups/manifest.ts';
import { moverConfigMap, moverName, type MoverProgram } from '../backups/mover-config-map.ts';
import { EXCHANGE, ROOT, type StoreRequest } from '../backups/mover/request.ts';
import { followStep, jobStep } from '../procedures/jobs/job-steps.ts';
import { moverStep } from '../procedures/jobs/mover-step.ts';
import type { Operation, Plan, Situation } from '../runner/plan.ts';
import type { Refusal } from '../runner/step.ts';
import { askFacts, backupId, factsForMover, textFact, type ServerFacts } from './backup-facts.ts';
import { parseBackupParameters, type BackupParameters } from './backup-parameters.ts';
import { backupRefusals, refusal } from './backup-refusals.ts';
import { chooseSource, type Source } from './backup-source.ts';
import { readMember, readServer, type MemberPod, type Server } from './server.ts';

/** What backups need beside the cluster. */
export interface BackupTools {
  /** The mover's bundle. */
  readonly mover: () => Promise<MoverProgram>;
  readonly dumpEngineOf: (engine: EngineId) => DumpEngine | undefined;
  /** `plinth 0.1.0`, as the manifest names it. */
  readonly tool: string;
}

/** What a backup reads and writes, once all of it is known. */
interface Found {
  readonly server: Server;
  readonly member: MemberPod;
  readonly source: Source;
  readonly method: DumpMethod;
  readonly around: DumpEngine['around'];
  readonly destination: Destination;
  readonly facts: ServerFacts;
}

/** Backup: a Job beside the database dumps it and stores it at a destination. Its parameters: {@link BackupParameters}. */
export function backupOperation(tools: BackupTools): Operation {
  return {
    id: 'backup',
    title: 'Back up',
    plan: async (situation, given) => {
      const parameters = parseBackupParameters(given);
      const { database } = situation;
      const name = { namespace: database.namespace, kind: database.workload.kind, name: database.workload.name };
      const found = await find(tools, situation, parameters);
      const refusals = Array.isArray(found) ? found : [];
      const steps = 'source' in found ? await stepsOf(tools, situation, parameters, found) : [];
      const warnings = 'source' in found ? warningsOf(found, parameters) : [];
      return {
        operation: 'backup',
        database: name,
        parameters: given,
        title: `Back up ${database.name}`,
        outcome: `A ${parameters.method} backup of ${database.name} lies at the destination ${parameters.destination}, complete and with checksums. It counts as verified only after a restore test.`,
        danger: 'free',
        steps,
        refusals,
        warnings,
        rpo: { seconds: 0, from: 'a backup only reads' },
        rto: { seconds: 0, from: 'a backup only reads' },
        estimate: undefined,
      } satisfies Plan;
    },
  };
}

/** Looks for all that a backup needs; the refusals say what is not there. */
async function find(
  { dumpEngineOf }: BackupTools,
  { connection, database, signal, id }: Situation,
  parameters: BackupParameters,
): Promise<Found | Refusal[]> {
  const { namespace } = database;
  const refusals = await backupRefusals(connection, database, parameters, id, signal);
  if (refusals.length > 0) return refusals;
  const engine = dumpEngineOf(database.engine);
  const server = await readServer(connection, database, signal);
  const source = chooseSource(database);
  if (server === undefined)
    return [
      refusal.unable('its workload is not one that Plinth can read', `${database.workload.kind} ${database.name}`),
    ];
  const { context } = server.model;
  const method = engine?.methods.find(({ method: one }) => one === parameters.method);
  if (engine === undefined || method === undefined) {
    const offered = engine?.methods.map(({ method: one }) => one).join(', ') ?? 'none';
    return [
      refusal.unable(`Plinth knows no ${parameters.method} backup of ${database.engineName}`, `methods: ${offered}`),
    ];
  }
  const unable = engine.unable(context, parameters.method);
  if (unable !== undefined) return [refusal.unable(`a ${parameters.method} backup cannot be made`, unable)];
  if (source === undefined) return [refusal.noMember(database)];
  const member = await readMember(connection, server, namespace, source.member.pod.name, signal);
  if (member === undefined) return [refusal.noMember(database)];
  const target = { namespace, pod: member.name, container: database.container };
  const script = `HOST=127.0.0.1 PORT=${member.port}; export HOST PORT\n${engine.facts(context)}`;
  const facts = await askFacts(connection, target, script, signal);
  if (typeof facts === 'string') return [refusal.silent(facts)];
  // Some reasons stand in the way of one method only.
  const busy = facts['busy'] ?? facts[`busy.${parameters.method}`];
  if (busy !== undefined && busy !== '') return [refusal.busy(member.name, busy)];
  const destination = await readDestination(connection, namespace, parameters.destination, signal);
  return { server, member, source, method, around: engine.around, destination, facts };
}

async function stepsOf(
  { mover, tool }: BackupTools,
  situation: Situation,
  parameters: BackupParameters,
  { server, member, source, method, around, destination, facts }: Found,
): Promise<Plan['steps']> {
  const { database, id, now } = situation;
  const { namespace, name } = { namespace: database.namespace, name: database.workload.name };
  const program = await mover();
  // Taken up again, it is the same backup.
  const backup = textFact(situation.facts, 'backup') ?? backupId(now(), id);
  const request: StoreRequest = {
    do: 'store',
    destination,
    root: ROOT,
    exchange: EXCHANGE,
    start: {
      id: backup,
      database: { namespace, kind: database.workload.kind, name },
      engine: database.engine,
      method: method.method,
      consistency: method.consistency,
      started: now(),
      member: member.name,
      tool,
    },
    recipients: parameters.recipients,
    // After the stream's end the server is counted once more.
    patience: { status: COUNTING + 60 },
  };
  const { model } = server;
  const job: DataJob = {
    name: `plinth-backup-${id}`,
    namespace,
    operation: id,
    database: name,
    podLabels: parameters.podLabels,
    deadline: parameters.deadline,
    engine: {
      does: 'dump',
      container: model.container.field,
      podSpec: model.pod.spec,
      image: member.image,
      script: method.dump(model.context),
      around: around?.(model.context),
      host: member.host,
      port: member.port,
      facts: factsForMover({ ...facts, role: facts['role'] ?? source.role }),
    },
    mover: {
      image: parameters.moverImage,
      configMap: moverName(program),
      request: JSON.parse(JSON.stringify(request)) as DataJob['mover']['request'],
      destination,
    },
  };
  return [
    moverStep(moverConfigMap(namespace, program)),
    jobStep(dataJob(job), { title: `Dump ${member.name} to ${parameters.destination}`, keep: { backup } }),
    followStep(job.name, {
      id: 'dump',
      title: `Wait until the backup ${backup} is complete`,
      verb: 'dumped',
      deadline: parameters.deadline + 60,
      outcome: 'manifest',
      fact: 'manifest',
      namespace,
    }),
  ];
}

function warningsOf({ source, method, destination }: Found, { recipients, method: asked }: BackupParameters): string[] {
  const plain =
    recipients.length === 0 ? ['It is not encrypted by Plinth: who can read the destination can read the data.'] : [];
  const missing =
    method.leavesOut.length === 0 ? [] : [`A ${asked} backup does not hold: ${method.leavesOut.join('; ')}.`];
  const near =
    destination.kind === 'claim'
      ? [`The claim ${destination.claim} is in the same cluster: it does not outlive the cluster.`]
      : [];
  return [source.why, ...missing, ...plain, ...near];
}
