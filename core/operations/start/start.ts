import type { StoppingEngine } from '../../../engines/model/stopping.ts';
import type { LiveDatabase } from '../../inventory/model.ts';
import { sameClaimsStep, changedClaims } from '../../procedures/claims/same-claims.ts';
import { openDoorStep, type Door } from '../../procedures/door/door.ts';
import { fieldOf } from '../../procedures/jobs/pod-words.ts';
import type { Members } from '../../procedures/members/standing.ts';
import type { Resting } from '../../procedures/members/rest.ts';
import type { Server } from '../../procedures/members/server.ts';
import { scaleUpStep, type Scale } from '../../procedures/scale/scale-step.ts';
import type { SetName } from '../../procedures/scale/set-seen.ts';
import { r15FencedMember, r18OwnedReplicas, r1OperatorOwned, refusalsOf } from '../../refusals/index.ts';
import type { Operation, Plan, Situation } from '../../runner/plan.ts';
import type { Refusal, Step } from '../../runner/step.ts';
import { findSet } from '../stop/found-set.ts';
import { RECORD, unrecordStep } from '../stop/record-step.ts';
import { readRecord, recordFact, type StopRecord } from '../stop/record.ts';
import { stopRefusal } from '../stop/unable.ts';
import { canaryStep } from './canary-step.ts';
import { followStep } from './follow-step.ts';
import { keepStep } from './keep-step.ts';
import { sameStep } from './same-step.ts';

/** Seconds beside what the engine needs to recover until all members are back. */
const MARGIN = 600;

/** Start: what was stopped comes up on the same claims, is compared with its record, and only then takes writes. It takes no parameters. */
export const startOperation: Operation = {
  id: 'start',
  title: 'Start',
  plan: async (situation, given) => {
    const { database } = situation;
    const { namespace, workload, name } = database;
    const found = await find(situation);
    const isFound = !Array.isArray(found);
    const recovery = isFound ? found.server.model.engine.recoverySeconds : undefined;
    return {
      operation: 'start',
      database: { namespace, kind: workload.kind, name: workload.name },
      parameters: given,
      title: `Start ${name}`,
      outcome: `${name} runs as it was when it was stopped, on the same claims, holds what it held, and takes writes.`,
      danger: 'confirmed',
      steps: isFound ? stepsOf(found) : [],
      refusals: isFound ? found.refusals : found,
      warnings: isFound ? warningsOf(found.record) : [],
      rpo: { seconds: 0, from: 'it comes up on the claims that it was stopped on' },
      rto: { seconds: undefined, from: 'it was stopped; how long it takes to come up was not measured' },
      estimate:
        recovery === undefined
          ? undefined
          : { seconds: recovery.value, from: `the time that a recovery may take at most: ${recovery.source}` },
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
  /** Whether one member can be started alone, whichever it is. */
  readonly canChoose: boolean;
}

async function find(situation: Situation): Promise<Found | Refusal[]> {
  const { connection, database, signal, facts } = situation;
  const { namespace, workload } = database;
  const set = await findSet(situation, 'started');
  if (Array.isArray(set)) return set;
  const { engine, name, body, server, options } = set;
  const known = facts[RECORD];
  const record = known === undefined ? readRecord(body) : (known as unknown as StopRecord);
  if (typeof record === 'string')
    return [
      stopRefusal.unable(
        'nobody recorded how it was, so nothing can be compared',
        record,
        `Scale it up by hand, and look at its data before anything writes to it: kubectl --namespace ${namespace} scale statefulset ${workload.name} --replicas=N`,
      ),
    ];
  const refusals: Refusal[] = [];
  if (known === undefined) {
    const replicas = fieldOf(body).at('spec', 'replicas').number() ?? 1;
    if (replicas > 0) refusals.push(stopRefusal.running(workload.name, replicas));
    const changed = await changedClaims({ see: connection, signal }, namespace, record.claims);
    if (changed.length > 0) refusals.push(otherClaims(changed));
    refusals.push(
      ...(await refusalsOf([r1OperatorOwned, r15FencedMember, r18OwnedReplicas], {
        connection,
        database,
        workload: body,
        ...options,
      })),
    );
  }
  const [, minor] = /^v?1\.(\d+)/u.exec(await connection.version(options)) ?? [];
  return { database, name, server, engine, record, refusals, canChoose: Number(minor ?? 0) >= 31 };
}

/** R4: what stands on other claims is another database, or an empty one. */
const otherClaims = (changed: readonly string[]): Refusal => ({
  id: 'R4',
  kind: 'never',
  what: 'Its claims are not those that it was stopped with: an empty member could come up and be copied over the others.',
  evidence: changed.join('; '),
  wayOut: 'Bring the claims back from their volumes (reclaim policy Retain), or restore a backup.',
});

function stepsOf(found: Found): Step[] {
  const { database, name, server, engine, record } = found;
  const { namespace } = name;
  const { model } = server;
  const { engine: facts, context, port } = model;
  const resting: Resting = { namespace, container: database.container, engine, context };
  const recovery = facts.recoverySeconds.value + MARGIN;
  const all: Scale = { replicas: record.replicas, start: record.start };
  const none: Scale = { replicas: 0, start: record.start };
  const alone = aloneOf(found);
  const names = Array.from({ length: record.replicas }, (_, index) => `${name.set}-${String(record.start + index)}`);
  const members: Members = { namespace, container: database.container, asking: { engine: facts, context }, names };
  const door: Door = { namespace, services: record.services };
  const singleWriter = facts.live?.singleWriter(context) !== false;
  // What clients write from here on cannot be taken back by stopping it again.
  const open: Step[] =
    door.services.length === 0
      ? []
      : [{ ...openDoorStep(door, { deadline: 300 }), pointOfNoReturn: true, risk: 'Clients can write again.' }];
  const primary = record.primary ?? names[0] ?? '';
  const up = (id: string, title: string, from: Scale, to: Scale, beyond?: Scale): Step =>
    scaleUpStep({ id, title, ...name, from, to, ...(beyond === undefined ? {} : { beyond }), deadline: recovery });
  const same = (pods: readonly string[]): Step => sameStep(resting, record, pods);
  const early = record.followDoor ? open : [];
  const late = record.followDoor ? [] : open;
  const follow = followStep(members, singleWriter, recovery);
  const whole = up('up', `Scale ${name.set} to ${String(all.replicas)}`, alone ?? none, all);
  const coming: Step[] =
    alone !== undefined
      ? [
          up('up-primary', `Start ${primary} alone, which was the primary`, none, alone, all),
          same([primary]),
          ...early,
          whole,
          follow,
          ...late,
        ]
      : // Whoever leads now, by its members' or the Sentinels' own choice.
        [whole, same(names), ...early, follow, ...late];
  return [
    keepStep(RECORD, recordFact(record)),
    sameClaimsStep(namespace, record.claims),
    ...coming,
    canaryStep(resting, {
      service: record.services.at(0),
      port: port ?? facts.clientPort.value,
      pods: names,
    }),
    unrecordStep(name, record.operation),
  ];
}

/** The scale at which the recorded primary runs alone; undefined where that cannot be, or is not wanted: Sentinels want a majority of their own. */
function aloneOf({ record, canChoose, database, name }: Found): Scale | undefined {
  if (record.primary === undefined || record.replicas < 2 || database.flavour === 'sentinel') return undefined;
  const ordinal = Number(record.primary.slice(name.set.length + 1));
  if (!Number.isInteger(ordinal)) return undefined;
  if (ordinal !== record.start && !canChoose) return undefined;
  return { replicas: 1, start: ordinal };
}

function warningsOf({ rest, services }: StopRecord): string[] {
  return [
    ...(rest === undefined ? ['What it held was not recorded when it was stopped: only its claims are compared.'] : []),
    ...(services.length === 0 ? ['No Service is its door: clients can write as soon as the servers run.'] : []),
  ];
}
