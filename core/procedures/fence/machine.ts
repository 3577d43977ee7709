import type { Field } from '../../../engines/model/field.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import type { Hand } from '../../runner/hand.ts';
import type { Refusal } from '../../runner/step.ts';
import { fieldOf } from '../jobs/pod-words.ts';
import type { FenceNote } from './note.ts';

/** https://kubernetes.io/docs/reference/labels-annotations-taints/#node-kubernetes-io-out-of-service */
export const OUT_OF_SERVICE = 'node.kubernetes.io/out-of-service';

/**
 * Seconds for which a node is called Ready after its kubelet fell silent.
 * https://kubernetes.io/docs/reference/command-line-tools-reference/kube-controller-manager/ (`--node-monitor-grace-period`)
 */
const SILENT = 50;
/** Seconds that a kubelet takes beside the pod's own to end what is gone from the API. */
const MORE = 10;

/** The eyes of a step, or those with which a plan is made. */
export type Eyes = Pick<Hand['see'], 'read' | 'get'>;

/** What a node says about whether a pod on it has ended. */
export interface MachineSeen {
  /** It runs nothing of the pod any more. */
  readonly proven: boolean;
  readonly evidence: string;
}

/** Whether the node can confirm a pod's end at all: its kubelet is Ready, or its machine is off and a person attests that (F4). Throws {@link ClusterTrouble}. */
export async function machineRefusals(
  see: Eyes,
  node: string | undefined,
  attested: string | undefined,
  signal?: AbortSignal,
): Promise<Refusal[]> {
  if (node === undefined) return [];
  const found = await readNode(see, node, signal);
  if (typeof found !== 'string' && (isReady(found) || isOff(found, node, attested))) return [];
  const off = typeof found === 'string' ? found : `${node} is not Ready`;
  const isTainted = typeof found !== 'string' && hasTaint(found);
  return [
    {
      id: 'R10',
      kind: 'mend',
      what: `Nobody can confirm that the member’s pod on ${node} ends: its kubelet does not tell.`,
      evidence: `${off}; it ${isTainted ? 'is marked as' : 'is not marked as'} out of service`,
      wayOut: `Bring the node back. Or switch the machine off, say so with kubectl taint nodes ${node} ${OUT_OF_SERVICE}=nodeshutdown:NoExecute, and attest it by typing the node’s name.`,
    },
  ];
}

/**
 * Whether a pod whose object is gone has ended. A pod object that was removed by force proves nothing, so the kubelet is asked what runs (`/runningpods/`, which wants the
 * right to get nodes/proxy); where one may not ask it, it must have been alive for longer after the object was gone than it takes to end what is gone, and a node whose
 * kubelet died is called Ready. `goneFor`: seconds since the object was first seen gone. Throws {@link ClusterTrouble} where the node cannot be read.
 */
export async function machineSeen(
  see: Eyes,
  { pod, uid, node, grace }: FenceNote,
  attested: string | undefined,
  goneFor: number,
  signal?: AbortSignal,
): Promise<MachineSeen> {
  if (node === undefined) return { proven: true, evidence: `${pod} had run on no node` };
  const found = await readNode(see, node, signal);
  if (typeof found === 'string') return { proven: false, evidence: found };
  if (isOff(found, node, attested))
    return { proven: true, evidence: `${node} is out of service, and a person attests that its machine is off` };
  if (!isReady(found)) return { proven: false, evidence: `${node} is not Ready: its kubelet does not tell` };
  const running = await runningOn(see, node, signal);
  if (running !== undefined)
    return running.includes(uid)
      ? { proven: false, evidence: `the kubelet of ${node} still runs the old pod` }
      : { proven: true, evidence: `the kubelet of ${node} is Ready, and does not run it any more` };
  const wait = SILENT + MORE + grace;
  const passed = `${node} is Ready ${String(Math.floor(goneFor))} s after its pod was gone`;
  return goneFor >= wait
    ? { proven: true, evidence: `${passed}: its kubelet is alive, and has ended it` }
    : { proven: false, evidence: `${passed}; its kubelet may not be asked, so ${String(wait)} s are waited` };
}

/** The string says why there is none to read. */
async function readNode(see: Eyes, name: string, signal: AbortSignal | undefined): Promise<Field | string> {
  try {
    const place = { resource: RESOURCES.nodes, namespace: undefined, name };
    return fieldOf(await see.read(place, signal ? { signal } : {}));
  } catch (error) {
    if (!(error instanceof ClusterTrouble) || !['missing', 'forbidden'].includes(error.kind)) throw error;
    // Removing the Node stops no container.
    return error.kind === 'missing' ? `there is no node ${name} any more` : `one may not read the node ${name}`;
  }
}

const isReady = (node: Field): boolean =>
  node
    .at('status', 'conditions')
    .items()
    .some((one) => one.at('type').string() === 'Ready' && one.at('status').string() === 'True');

const hasTaint = (node: Field): boolean =>
  node
    .at('spec', 'taints')
    .items()
    .some((taint) => taint.at('key').string() === OUT_OF_SERVICE);

/** F4. A node that is Ready is not off, whatever is attested. */
const isOff = (node: Field, name: string, attested: string | undefined): boolean =>
  attested === name && hasTaint(node) && !isReady(node);

/** uids of the pods that the kubelet's runtime has containers of; undefined where it cannot be asked. */
async function runningOn(
  see: Eyes,
  node: string,
  signal: AbortSignal | undefined,
): Promise<readonly string[] | undefined> {
  try {
    const text = await see.get(`/api/v1/nodes/${node}/proxy/runningpods/`, {
      timeout: 10_000,
      ...(signal && { signal }),
    });
    const { kind, items } = JSON.parse(text) as { kind?: unknown; items?: unknown };
    if (kind !== 'PodList') return undefined;
    // An empty list comes as null.
    const list = Array.isArray(items) ? (items as { metadata?: { uid?: unknown } }[]) : [];
    return list.flatMap(({ metadata }) => (typeof metadata?.uid === 'string' ? [metadata.uid] : []));
  } catch (error) {
    if (signal?.aborted === true) throw error;
    if (error instanceof ClusterTrouble || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
