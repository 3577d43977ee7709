import type { StoppingEngine } from '../../../engines/model/stopping.ts';
import type { ApiObject } from '../../cluster/connection.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import type { LiveDatabase } from '../../inventory/model.ts';
import { readerJob } from '../../procedures/claims/reader-job.ts';
import { removeReaderStep } from '../../procedures/claims/reader-said.ts';
import { sameClaimsStep } from '../../procedures/claims/same-claims.ts';
import { closeDoorStep } from '../../procedures/door/door.ts';
import type { Resting } from '../../procedures/members/rest.ts';
import type { Server } from '../../procedures/members/server.ts';
import { scaleDownStep } from '../../procedures/scale/scale-step.ts';
import { placeOf, type SetName } from '../../procedures/scale/set-seen.ts';
import { r14NotNow } from '../../refusals/r14-not-now.ts';
import { r18OwnedReplicas, r6WhenScaledDelete, refusalsOf, STOP_CHECKS, type Seen } from '../../refusals/index.ts';
import type { Operation, Plan, Situation } from '../../runner/plan.ts';
import type { Refusal, Step } from '../../runner/step.ts';
import { proofStep } from './proof-step.ts';
import { quietStep } from './quiet-step.ts';
import { findSet } from './found-set.ts';
import { recordNow } from './record-now.ts';
import { RECORD, recordStep } from './record-step.ts';
import type { StopRecord } from './record.ts';
import { restStep } from './rest-step.ts';
import { stopRefusal } from './unable.ts';

/** Seconds beside the server's grace period until the set must be down, or all is taken back: flushing, catching up, and the proof are in it. */
const MARGIN = 1_200;

/** Stop: everything is written down and written to disk, then the set is scaled to nothing. It takes no parameters. */
export const stopOperation: Operation = {
  id: 'stop',
  title: 'Stop',
  plan: async (situation, given) => {
    const { database } = situation;
    const { namespace, workload, name } = database;
    const found = await find(situation);
    const isFound = !Array.isArray(found);
    return {
      operation: 'stop',
      database: { namespace, kind: workload.kind, name: workload.name },
      parameters: given,
      title: `Stop ${name}`,
      outcome: `No server of ${name} runs, its claims stay with every row, and the workload carries the record of how it was. Start brings it back.`,
      danger: 'typed',
      steps: isFound ? stepsOf(found) : [],
      refusals: isFound ? found.refusals : found,
      warnings: isFound ? warningsOf(found) : [],
      rpo: { seconds: 0, from: 'whatever was acknowledged is on the claims, and they stay' },
      rto: { seconds: undefined, from: 'nobody can write until it is started again' },
      estimate: undefined,
    } satisfies Plan;
  },
};

interface Found {
  readonly database: LiveDatabase;
  readonly name: SetName;
  readonly server: Server;
  readonly engine: StoppingEngine;
  readonly record: StopRecord;
  readonly refusals: readonly Refusal[];
  readonly id: string;
  /** One may make Jobs here; the proof needs one. */
  readonly mayProve: boolean;
}

/** Looks for all that a stop needs; the refusals say what is not there. */
async function find(situation: Situation): Promise<Found | Refusal[]> {
  const { connection, database, id, facts, now } = situation;
  const { namespace, workload } = database;
  const set = await findSet(situation, 'stopped');
  if (Array.isArray(set)) return set;
  const { engine, name, body, server, options } = set;
  const known = facts[RECORD];
  const record = known === undefined ? recordNow(database, body, id, now()) : (known as unknown as StopRecord);
  const ask: Seen['ask'] = (pod, script) =>
    connection.exec({ namespace, pod, container: database.container }, ['sh', '-c', script], options);
  const seen: Seen = { connection, database, workload: body, ask, ...options };
  const refusals: Refusal[] = [];
  // Taken up again, it may be half-way down: what keeps one from beginning is not asked.
  if (known === undefined) {
    if (record.replicas === 0) refusals.push(stopRefusal.stopped(workload.name));
    else refusals.push(...(await refusalsOf(STOP_CHECKS, seen)), ...(await r14NotNow(seen)));
  }
  const right = { verb: 'create', resource: RESOURCES.jobs, namespace };
  const mayProve = engine.shutDown !== undefined && (await connection.may(right, options)).allowed;
  return { database, name, server, engine, record, refusals, id, mayProve };
}

const replicasOf = ({ members, primary }: StopRecord): string[] =>
  members.filter(({ name, role }) => name !== primary && role === 'replica').map((one) => one.name);

function stepsOf(found: Found): Step[] {
  const { database, name, server, engine, record, id, mayProve } = found;
  const { namespace } = name;
  const { model } = server;
  const { primary } = record;
  const grace = model.pod.spec.at('terminationGracePeriodSeconds').number() ?? 30;
  const deadline = grace + MARGIN;
  const resting: Resting = { namespace, container: database.container, engine, context: model.context };
  const down = scaleDownStep({
    id: 'down',
    title: `Scale ${name.set} to 0 and wait until every pod is gone`,
    ...name,
    from: { replicas: record.replicas, start: record.start },
    to: { replicas: 0, start: record.start },
    deadline,
    risk: 'The servers end. Their claims stay.',
  });
  const preconditions: Step['preconditions'] = async (hand) => {
    const workload = await hand.see.read(placeOf(name), { signal: hand.signal });
    return refusalsOf([r6WhenScaledDelete, r18OwnedReplicas], {
      connection: hand.see,
      database,
      workload,
      signal: hand.signal,
    });
  };
  const job = proofOf(found);
  const asksPrimary = primary !== undefined;
  return [
    recordStep(name, record),
    ...(record.services.length === 0 ? [] : [closeDoorStep({ namespace, services: record.services }, { deadline })]),
    ...(asksPrimary
      ? [
          quietStep(resting, primary),
          restStep({ name, resting, primary, replicas: replicasOf(record), mayLag: lagUnknown(database) }),
        ]
      : []),
    { ...down, preconditions },
    sameClaimsStep(namespace, record.claims),
    ...(mayProve && job !== undefined && primary !== undefined
      ? [proofStep(job, primary, engine), removeReaderStep(namespace, `plinth-proof-${id}`)]
      : []),
  ];
}

const lagUnknown = ({ members }: LiveDatabase): boolean =>
  members.some(({ role, lag }) => role === 'replica' && lag?.bytes === undefined && lag?.seconds === undefined);

function proofOf({ server: { model }, engine, record, id, name }: Found): ApiObject | undefined {
  const volume = model.data.volume?.name;
  const claim = record.claims.find((one) => one.name === `${volume ?? ''}-${record.primary ?? ''}`);
  const script = engine.shutDown?.(model.context);
  if (claim === undefined || script === undefined) return undefined;
  return readerJob({
    name: `plinth-proof-${id}`,
    namespace: name.namespace,
    operation: id,
    claim: claim.name,
    script,
    database: model,
  });
}

function warningsOf(found: Found): string[] {
  const { record, engine, mayProve, database } = found;
  const { primary, services } = record;
  const door =
    services.length === 0
      ? ['No Service leads to its primary alone: there is no door to close, and clients are cut off by the shutdown.']
      : [];
  const asked =
    primary === undefined ? ['No primary is known: nobody is asked to come to rest before the servers end.'] : [];
  const proof =
    engine.shutDown === undefined
      ? [
          `Nothing in the data of ${database.engineName} is read to prove the shutdown; that it holds all is checked when it starts.`,
        ]
      : !mayProve
        ? ['You may not make Jobs here: that the server was shut down in good order is not read in its data.']
        : primary === undefined || proofOf(found) === undefined
          ? ['Where the primary keeps its data cannot be seen: that it was shut down in good order is not read there.']
          : [];
  return [...door, ...asked, ...proof];
}
