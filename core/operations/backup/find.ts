import type { DumpEngine, DumpMethod } from '../../../engines/model/dump.ts';
import { readDestination } from '../../backups/destinations.ts';
import { jobLabels } from '../../backups/job.ts';
import { inheritsOf } from '../../backups/job-variables.ts';
import type { Destination } from '../../backups/manifest.ts';
import { readMember, readServer, type MemberPod, type Server } from '../../procedures/members/server.ts';
import type { Situation } from '../../runner/plan.ts';
import type { Refusal } from '../../runner/step.ts';
import { accountOf, accountRefusals, type Account } from './account.ts';
import { askFacts, type ServerFacts } from './facts.ts';
import { loginOf, type Login } from './login.ts';
import { networkWarnings } from './network.ts';
import type { BackupParameters } from './parameters.ts';
import { readPast, type Past } from './past.ts';
import { backupRefusals, refusal } from './refusals.ts';
import { chooseSource, type Source } from './source.ts';
import type { BackupTools } from './tools.ts';

/** What a backup reads and writes, once all of it is known. */
export interface Found {
  readonly server: Server;
  readonly member: MemberPod;
  readonly source: Source;
  readonly method: DumpMethod;
  readonly around: DumpEngine['around'];
  /** How a person's query is put to the server. */
  readonly ask: NonNullable<DumpEngine['query']>['job'] | undefined;
  readonly destination: Destination;
  readonly facts: ServerFacts;
  readonly login: Login | undefined;
  readonly account: Account | undefined;
  readonly network: readonly string[];
  readonly past: Past;
}

/** Looks for all that a backup needs; the refusals say what is not there. */
export async function find(
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
  const account = await accountOf(connection, { namespace, engine, context, secret: parameters.login }, signal);
  if (account !== undefined && 'what' in account) return [account];
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
  const poor = account === undefined ? [] : await accountRefusals(connection, target, { account, context }, signal);
  if (poor.length > 0) return poor;
  const destination = await readDestination(connection, namespace, parameters.destination, signal);
  const scripts = { script: method.dump(context), around: engine.around?.(context) };
  const login = loginOf(server.model.container, inheritsOf(scripts, account !== undefined), { namespace, id });
  if (login !== undefined && 'what' in login) return [login];
  const network = await networkWarnings(
    connection,
    { namespace, server: server.model.pod.labels, job: jobLabels(parameters.podLabels) },
    signal,
  );
  const past = await readPast(connection, database);
  return {
    login,
    account,
    network,
    past,
    server,
    member,
    source,
    method,
    around: engine.around,
    ask: engine.query?.job,
    destination,
    facts,
  };
}
