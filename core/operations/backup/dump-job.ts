import type { DataJob } from '../../backups/data-job.ts';
import { COUNTING } from '../../backups/job-scripts.ts';
import { moverName, type MoverProgram } from '../../backups/mover-config-map.ts';
import { EXCHANGE, ROOT, type StoreRequest } from '../../backups/mover/request.ts';
import type { Situation } from '../../runner/plan.ts';
import type { Found } from './find.ts';
import type { BackupParameters } from './parameters.ts';

/** What is peculiar to one Job that dumps. */
export interface DumpJob {
  readonly name: string;
  /** The backup's id, or that it is made when the Job runs. */
  readonly backup: string;
  /** Who is read, as the manifest names it. */
  readonly member: string;
  readonly host: string;
  readonly port: number;
  /** `key=value` a line. */
  readonly facts: string;
  readonly tool: string;
  readonly program: MoverProgram;
  /** Bytes, where they are known. */
  readonly expected?: number | undefined;
  readonly retention?: StoreRequest['retention'] | undefined;
}

/** The Job that dumps a database and stores it. */
export function dumpJob(
  { database, id, now }: Pick<Situation, 'database' | 'id' | 'now'>,
  parameters: BackupParameters,
  { server, member, method, around, ask, destination, login }: Found,
  { name, backup, host, port, facts, tool, program, expected, retention, ...own }: DumpJob,
): DataJob {
  const { namespace, workload } = database;
  const request: StoreRequest = {
    do: 'store',
    destination,
    root: ROOT,
    exchange: EXCHANGE,
    start: {
      id: backup,
      database: { namespace, kind: workload.kind, name: workload.name },
      engine: database.engine,
      method: method.method,
      consistency: method.consistency,
      started: now(),
      member: own.member,
      tool,
    },
    recipients: parameters.recipients,
    ...(expected === undefined ? {} : { expected }),
    // After the stream's end the server is counted once more.
    patience: { status: COUNTING + 60 },
    ...(retention === undefined ? {} : { retention }),
  };
  const { model } = server;
  return {
    name,
    namespace,
    operation: id,
    database: workload.name,
    podLabels: parameters.podLabels,
    deadline: parameters.deadline,
    engine: {
      does: 'dump',
      container: model.container.field,
      podSpec: model.pod.spec,
      image: member.image,
      script: method.dump(model.context),
      around: around?.(model.context),
      query: parameters.query && ask && { ...parameters.query, script: ask(model.context) },
      host,
      port,
      login: login?.secret,
      account: parameters.login,
      facts,
    },
    mover: {
      image: parameters.moverImage,
      configMap: moverName(program),
      request: JSON.parse(JSON.stringify(request)) as DataJob['mover']['request'],
      destination,
    },
  };
}
