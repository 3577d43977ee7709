import { RESOURCES } from '../../cluster/resources.ts';
import type { Observation, Step, Undo } from '../../runner/step.ts';
import type { Hand } from '../../runner/hand.ts';
import { GATE, without, type Asked } from './change.ts';
import { graceOf, type Fence } from './fence.ts';
import { isFencedNow } from './is-fenced.ts';
import { machineRefusals } from './machine.ts';
import { FENCED, FENCE_NOTE } from './note.ts';
import { putUp } from './put-up.ts';
import { isBack, takeDown, type Unfencing } from './take-down.ts';

/** Seconds for a pod to end and its node to confirm it, or for it to come back, beside what the pod may take to end. */
const FENCING = 300;
/** Seconds for a member to come back: to be pulled, started, and recovered. */
const COMING_BACK = 900;

/** What the steps want to know of the pod. */
export interface PodSeen {
  /** Where it runs. */
  readonly node: string | undefined;
  /** Seconds that it may take to end. */
  readonly grace: number;
  /** What its set asks for while nobody is fenced. */
  readonly asked: Asked;
}

/**
 * The steps that fence one member with the Kubernetes API alone: after them the old pod has ended, its node has confirmed it, and none takes its place. A member that may
 * accept writes is taken away with a deadline: whoever goes on (a promotion) must be past it by then, or everything is taken back. `until`: when their way back is done.
 */
export function fenceSteps(
  fence: Fence,
  { node, grace: own, asked }: PodSeen,
  until: Unfencing['until'] = 'ready',
): readonly Step[] {
  const { namespace, set, pod, role } = fence;
  const grace = graceOf(fence, own);
  const base = {
    id: `fence-${pod}`,
    title: `Fence ${pod}: end its pod, and keep another one from taking its place`,
    commands: commandsOf(fence, asked),
    needs: needsOf(namespace, node),
    estimate: { seconds: grace, from: 'what the pod may take to end' },
    observe: (hand: Hand) => isFencedNow(hand, fence),
    preconditions: async (hand: Hand) => machineRefusals(hand.see, node, fence.attested, hand.signal),
    act: (hand: Hand) => putUp(hand, fence),
    undo: wayBack({ namespace, set, pod, until }),
    deadline: grace + FENCING,
  };
  return role === 'replica'
    ? [{ ...base, removesWrites: false, risk: `${pod} serves no more reads.` }]
    : [{ ...base, removesWrites: true, risk: `${pod} accepts no more writes, and sessions at it end.` }];
}

/** The step that lets a fenced member come back, as far as it is: its template, its number, its way to update. */
export function unfenceStep(unfencing: Unfencing): Step {
  const { namespace, pod } = unfencing;
  return {
    id: `unfence-${pod}`,
    title: `Let ${pod} come back`,
    commands: backCommands(unfencing),
    needs: needsOf(namespace, undefined),
    removesWrites: false,
    deadline: COMING_BACK,
    observe: (hand) => isBack(hand, unfencing),
    act: (hand) => takeDown(hand, unfencing),
  };
}

function wayBack(unfencing: Unfencing): Undo {
  return {
    title: `let ${unfencing.pod} come back`,
    commands: backCommands(unfencing),
    act: (hand) => takeDown(hand, unfencing),
    verify: async (hand): Promise<Observation> => isBack(hand, unfencing),
  };
}

const needsOf = (namespace: string, node: string | undefined): Step['needs'] => [
  ...['get', 'patch'].map((verb) => ({ verb, resource: RESOURCES.statefulSets, namespace })),
  ...['get', 'list', 'delete'].map((verb) => ({ verb, resource: RESOURCES.pods, namespace })),
  ...(node === undefined ? [] : [{ verb: 'get', resource: RESOURCES.nodes, name: node }]),
];

function commandsOf({ namespace, set, pod, way, grace }: Fence, asked: Asked): readonly string[] {
  const ended = `kubectl --namespace ${namespace} delete pod ${pod}${grace === undefined ? '' : ` --grace-period=${String(grace)}`}`;
  const patch = `kubectl --namespace ${namespace} patch statefulset ${set}`;
  if (way === 'gate') {
    const gated = [
      { op: 'add', path: '/spec/updateStrategy', value: { type: 'OnDelete' } },
      { op: 'add', path: '/spec/template/spec/schedulingGates', value: [{ name: GATE }] },
    ];
    return [`${patch} --type=json --patch='${JSON.stringify(gated)}'`, ended];
  }
  const to = without(pod, asked);
  if (to === undefined) return [];
  const spec = { ...(to.start === asked.start ? {} : { ordinals: { start: to.start } }), replicas: to.replicas };
  return [`${patch} --type=merge --patch='${JSON.stringify({ spec })}'`, ...(grace === undefined ? [] : [ended])];
}

/** The note says what was before. */
const backCommands = ({ namespace, set, pod }: Unfencing): readonly string[] => [
  `kubectl --namespace ${namespace} get statefulset ${set} --output=yaml   # ${FENCE_NOTE} says how it was: replicas, spec.ordinals.start, updateStrategy`,
  `kubectl --namespace ${namespace} edit statefulset ${set}   # as it was, without the gate ${GATE} and the annotations ${FENCED} and ${FENCE_NOTE}`,
  `kubectl --namespace ${namespace} delete pod ${pod}   # where it is SchedulingGated`,
];
