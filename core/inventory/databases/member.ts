import type { Database } from '../../../engines/model/database.ts';
import { Field } from '../../../engines/model/field.ts';
import type { FollowerSeen, Lag, MemberAnswer } from '../../../engines/model/live.ts';
import { memberKey } from '../asking/types.ts';
import type { MemberAsked } from '../asking/types.ts';
import type { Asked, LiveMember } from '../model.ts';
import { numbered } from '../store/keys.ts';
import { remembered } from '../store/remembered.ts';
import type { StoredObject } from '../store/stored-object.ts';
import { readPodState, time } from './pod-state.ts';
import type { PodState } from './pod-state.ts';
import type { ToldRole } from './told-role.ts';
import type { Sight } from './sight.ts';

/** A member while its database is put together. */
export interface MemberSeen {
  readonly pod: StoredObject;
  readonly state: PodState;
  readonly asked: MemberAsked;
  readonly told: ToldRole | undefined;
}

/** The name of the server's container in a pod; a template's container without a name is the first. */
export function containerName(database: Database): string {
  return database.container.name ?? '';
}

/** What is known of a member apart from the others. */
export function seeMember(pod: StoredObject, database: Database, told: ToldRole | undefined, sight: Sight): MemberSeen {
  const container = containerName(database);
  const state = readPodState(pod, container);
  return { pod, state, told, asked: stillTrue(sight.asked(memberKey({ uid: pod.uid, container })), state) };
}

/** An answer that was given before the container started, or of one that does not run, says nothing of now. */
function stillTrue(asked: MemberAsked, state: PodState): MemberAsked {
  const { at } = asked.asked;
  if (!state.running) {
    const why = asked.asked.state === 'unable' ? asked.asked.why : 'the server does not run';
    return { answer: undefined, asked: { state: 'unable', by: undefined, why, at: undefined } };
  }
  const isOld = at !== undefined && state.started !== undefined && at < state.started;
  return isOld
    ? {
        answer: undefined,
        asked: { state: 'never', by: undefined, why: 'it has restarted and was not asked since', at: undefined },
      }
    : asked;
}

/** A member as it is shown, with what others of its database say of it. */
export function showMember(seen: MemberSeen, others: readonly MemberSeen[], sight: Sight): LiveMember {
  const { pod, state, told } = seen;
  const { answer } = seen.asked;
  const { node: nodeName, ordinal, begun } = placeOf(pod);
  const node = nodeName === undefined ? undefined : sight.lookup.one('Node', undefined, nodeName);
  const follower = followerOf(seen, others);
  return {
    pod: pod.ref,
    ordinal,
    phase: state.phase,
    trouble: state.trouble ?? (node && troubleOfNode(node)),
    ready: state.ready,
    restarts: state.restarts,
    node: nodeName,
    zone: node && zoneOfNode(node),
    started: state.started ?? begun,
    role: answer?.role ?? told?.role ?? 'unknown',
    writable: answer?.writable,
    version: answer?.version?.text,
    position: answer?.position ?? told?.position,
    history: answer?.history ?? told?.history,
    upstream: answer?.upstream,
    streaming: answer?.streaming ?? told?.streaming,
    lag: worse(answer?.lag ?? told?.lag, follower?.lag),
    followers: answer?.followers ?? [],
    flush: answer?.flush,
    remarks: answer?.remarks ?? [],
    asked: askedOf(seen.asked.asked, answer, told),
  };
}

function askedOf(asked: Asked, answer: MemberAnswer | undefined, told: ToldRole | undefined): Asked {
  return answer === undefined && told !== undefined ? { ...asked, by: told.by } : asked;
}

/** How the primary sees a replica: by its name, its host name or its address. */
function followerOf(seen: MemberSeen, others: readonly MemberSeen[]): FollowerSeen | undefined {
  const names = [seen.pod.name, seen.state.address];
  return others
    .flatMap(({ asked }) => asked.answer?.followers ?? [])
    .find(({ name }) => {
      const [host = ''] = name.split(/[:.](?!\d+\.)/u, 1);
      return names.includes(name) || host === seen.pod.name || names.includes(name.replace(/:\d+$/u, ''));
    });
}

/** The larger of two measures, each part for itself; what neither measured stays unknown. */
export function worse(one: Lag | undefined, other: Lag | undefined): Lag | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  const larger = (a: number | undefined, b: number | undefined) =>
    a === undefined || b === undefined ? (a ?? b) : Math.max(a, b);
  const bytes = larger(one.bytes, other.bytes);
  const seconds = larger(one.seconds, other.seconds);
  return { ...(bytes !== undefined && { bytes }), ...(seconds !== undefined && { seconds }) };
}

/** What a pod says of itself that does not depend on anything else. */
const placeOf = remembered((pod) => {
  const root = new Field(pod);
  const index = root.at('metadata', 'labels', 'apps.kubernetes.io/pod-index').number();
  const isOfSet = root.at('metadata', 'labels', 'statefulset.kubernetes.io/pod-name').exists;
  return {
    node: root.at('spec', 'nodeName').string(),
    ordinal: index ?? (isOfSet ? numbered(pod.name)?.ordinal : undefined),
    begun: time(root.at('status', 'startTime').string()),
  };
});

/** Source: https://kubernetes.io/docs/reference/labels-annotations-taints/#topologykubernetesiozone */
const ZONES = ['topology.kubernetes.io/zone', 'failure-domain.beta.kubernetes.io/zone'];

/** The zone of a node, as far as its labels say. */
export const zoneOfNode = remembered((node): string | undefined => {
  const labels = new Field(node).at('metadata', 'labels');
  return ZONES.map((label) => labels.at(label).string()).find((zone) => zone !== undefined);
});

/** A node that says nothing, or that it is not well: its pods may run or not. */
const troubleOfNode = remembered((node): string | undefined => {
  const ready = new Field(node)
    .at('status', 'conditions')
    .items()
    .find((one) => one.at('type').string() === 'Ready');
  return ready === undefined || ready.at('status').string() === 'True' ? undefined : 'NodeNotReady';
});
