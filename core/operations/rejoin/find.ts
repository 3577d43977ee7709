import { joiningEngineOf } from '../../../engines/joining.ts';
import { rejoiningEngineOf } from '../../../engines/rejoining.ts';
import { switchingEngineOf } from '../../../engines/switching.ts';
import type { Field } from '../../../engines/model/field.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import { askedOf } from '../../procedures/fence/change.ts';
import type { PodSeen } from '../../procedures/fence/fence-steps.ts';
import { readPod } from '../../procedures/fence/is-fenced.ts';
import { FENCE_FACT, parseNote, readNote, type FenceNote } from '../../procedures/fence/note.ts';
import { fieldOf } from '../../procedures/jobs/pod-words.ts';
import { readMember, readServer } from '../../procedures/members/server.ts';
import { r1OperatorOwned, r6ThrowAwayVolume, refusalsOf } from '../../refusals/index.ts';
import { isTrouble } from '../../runner/patience.ts';
import type { Parameters, Situation } from '../../runner/plan.ts';
import type { Refusal } from '../../runner/step.ts';
import { loginOf, type Login } from '../backup/login.ts';
import { namesOf, unable } from '../failover/find.ts';
import { fenceOwners, lookBefore } from '../fence/look-before.ts';
import type { Pausing } from '../../preflight/index.ts';
import { askMembers } from '../switchover/members-asked.ts';
import { upstreamOf } from '../switchover/upstream.ts';
import { noted, type Noted } from './noted.ts';
import { parseRejoinParameters } from './parameters.ts';
import type { Rejoining } from './rejoining.ts';
import { rolesOf } from './roles.ts';

/** All that a plan is made of. */
export interface Found {
  readonly rejoining: Rejoining;
  readonly note: Noted;
  /** What must be known of the member's pod; undefined where somebody else has fenced it. */
  readonly pod: PodSeen | undefined;
  readonly login: Login | undefined;
  readonly owners: Pausing;
  readonly refusals: readonly Refusal[];
}

/** Reads all that a plan is made of. Throws {@link ../../cluster/trouble.ClusterTrouble}, and for parameters that make no sense {@link ../../runner/plan.BadParameter}. */
export async function find(situation: Situation, parameters: Parameters): Promise<Found | readonly Refusal[]> {
  const { connection, database, signal, id } = situation;
  const { namespace, workload: of, engine: engineId, engineName, flavour } = database;
  if (of.kind !== 'StatefulSet')
    return [unable('Only members of a StatefulSet rejoin.', `${of.kind} ${of.name}`, 'None.')];
  if (flavour === 'patroni')
    return [unable('Patroni makes its members follow again by itself.', 'Patroni is in charge', 'patronictl reinit')];
  const [switching, engine] = [switchingEngineOf(engineId), rejoiningEngineOf(engineId)];
  if (switching === undefined || engine === undefined)
    return [
      unable(
        `How a member of ${engineName} follows again Plinth has not learnt.`,
        engineName,
        'Its own tools do it, on the volume of the member that is fenced.',
      ),
    ];
  const server = await readServer(connection, database, signal);
  if (server === undefined)
    return [unable('Its workload is not one that Plinth can read.', of.name, 'Its own tools do it.')];
  const { model } = server;
  const whyNot = engine.whyNot?.(model.context);
  if (whyNot !== undefined)
    return [
      unable(
        `How a member of ${of.name} follows again Plinth cannot tell.`,
        whyNot,
        'Its own tools do it, on the volume of the member that is fenced.',
      ),
    ];
  const workload = await connection.read(
    { resource: RESOURCES.statefulSets, namespace, name: of.name },
    signal ? { signal } : {},
  );
  const set = fieldOf(workload);
  const fenceNote = readNote(set);
  if (fenceNote === 'unreadable')
    return [unable('A member is fenced, and nobody can tell how.', `the annotation of ${of.name}`, 'Mend it by hand.')];
  const own = ownNote(situation, fenceNote);
  const names = [...new Set([...namesOf(set, of.name), ...(fenceNote === undefined ? [] : [fenceNote.pod])])].sort();
  const given = parseRejoinParameters(parameters, names);
  const again = noted(situation);
  const asked =
    again === undefined ? await askMembers(connection, database, switching, model.context, signal) : undefined;
  const roles = again ?? rolesOf(asked ?? [], switching, given.member, fenceNote);
  if (!('member' in roles)) return roles;
  const { member, primary, others } = roles;
  const reached = again?.primaryAt ?? (await readMember(connection, server, namespace, primary, signal));
  const followed = asked?.find(({ name }) => others.includes(name))?.facts;
  const upstream =
    again?.upstream ?? (await upstreamOf(situation, server, primary, followed?.['told'] ?? followed?.['upstream']));
  if (reached === undefined || upstream === undefined)
    return [unable(`${primary} has no address.`, 'its pod does not run', 'Mend it.')];
  const { volume, directory } = model.data;
  if (volume?.kind !== 'claim-template' || directory === undefined)
    return [unable('The data of a member are on no claim of its own.', of.name, 'None.')];
  const claim = `${volume.name}-${member}`;
  const lost = await missingClaim(situation, claim);
  if (lost !== undefined) return [lost];
  const wasFenced = again?.wasFenced ?? fenceNote !== undefined;
  const note: Noted = {
    member,
    primary,
    others,
    upstream,
    primaryAt: { host: reached.host, port: reached.port },
    wasFenced,
    way: again?.way ?? fenceNote?.way ?? 'gate',
    clones: again?.clones ?? clonesItself(engineId, model.context),
  };
  const pod = wasFenced ? undefined : await podSeen(situation, set, member, own);
  const role = database.members.find((one) => one.pod.name === member)?.role;
  const fence = {
    namespace,
    set: of.name,
    pod: member,
    way: note.way,
    role: own?.role ?? (role === 'replica' ? 'replica' : 'unknown'),
  } as const;
  const login = loginOf(model.container, engine.rejoin(model.context).inherits, { namespace, id });
  const isLogin = login !== undefined && 'secret' in login;
  const seen = { connection, database, workload, ...(signal ? { signal } : {}) };
  const owners = await fenceOwners(situation, workload, note.way, false);
  const { container } = database;
  return {
    rejoining: {
      switching: {
        namespace,
        container,
        engine: switching,
        context: model.context,
        leader: member,
        candidate: primary,
        others,
        upstream,
      },
      engine,
      model,
      fence,
      claim,
      primary: note.primaryAt,
      clones: note.clones,
      login: isLogin ? login.secret : undefined,
    },
    note,
    pod,
    login: isLogin ? login : undefined,
    owners,
    refusals: [
      ...(login !== undefined && !isLogin ? [login] : []),
      ...(wasFenced
        ? await refusalsOf([r1OperatorOwned, r6ThrowAwayVolume], seen)
        : [...absent(member, pod), ...(await lookBefore(situation, workload, fence, pod?.node))]),
      ...(wasFenced ? [] : owners.refusals),
    ],
  };
}

const clonesItself = (engine: Situation['database']['engine'], context: Rejoining['model']['context']): boolean => {
  const joining = joiningEngineOf(engine);
  return joining !== undefined && joining.whyNotCloning(context) === undefined;
};

async function missingClaim({ connection, database, signal }: Situation, claim: string): Promise<Refusal | undefined> {
  try {
    const place = { resource: RESOURCES.claims, namespace: database.namespace, name: claim };
    await connection.read(place, signal ? { signal } : {});
    return undefined;
  } catch (error) {
    if (!isTrouble(error, 'missing')) throw error;
    return unable(
      `The claim ${claim} is gone.`,
      'it is not there',
      'Its member copies the primary when it starts anew.',
    );
  }
}

function absent(member: string, pod: PodSeen | undefined): Refusal[] {
  if (pod !== undefined) return [];
  return [
    {
      id: 'R10',
      kind: 'mend',
      what: `${member} has no pod: where it ran, and whether it has ended there, nobody can confirm.`,
      evidence: `there is no pod ${member}`,
      wayOut: 'Wait until its pod is there again, whatever its state, or fence it first.',
    },
  ];
}

/** What this operation noted of its own fence, if it has begun it. */
function ownNote({ id, facts }: Situation, note: FenceNote | undefined): FenceNote | undefined {
  if (note?.by === id) return note;
  const known = facts[FENCE_FACT];
  return typeof known === 'string' ? parseNote(known) : undefined;
}

async function podSeen(
  { connection, database, signal }: Situation,
  set: Field,
  name: string,
  own: FenceNote | undefined,
): Promise<PodSeen | undefined> {
  if (own !== undefined) return { node: own.node, grace: own.grace, asked: own.before };
  const eyes = { see: connection, signal: signal ?? new AbortController().signal };
  const pod = await readPod(eyes, database.namespace, name);
  if (pod === undefined) return undefined;
  const grace = pod.at('spec', 'terminationGracePeriodSeconds').number() ?? 30;
  return { node: pod.at('spec', 'nodeName').string(), grace, asked: askedOf(set) };
}
