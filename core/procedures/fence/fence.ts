import type { SetName } from '../scale/set-seen.ts';

/**
 * How a member is kept away with the Kubernetes API alone. `gate` (F2b): its pod comes back, and is held at a scheduling gate; any member. `scale` (F2): its set asks for
 * one less; the first member or the last one. What an engine does by itself (F1) is `SwitchingEngine.fence` of `engines/model/switching.ts`.
 */
export type FenceWay = 'gate' | 'scale';

/** One member that is to be fenced. */
export interface Fence extends SetName {
  /** The member's pod; it ends with its ordinal. */
  readonly pod: string;
  readonly way: FenceWay;
  /** What it was when the fence was asked for; `unknown` counts as a primary. */
  readonly role: 'primary' | 'replica' | 'unknown';
  /** The node whose machine is off, as a person attests by typing its name (F4); undefined: its kubelet must confirm the pod's end. */
  readonly attested?: string | undefined;
  /** Seconds that its pod is given to end, at most: one whose server is frozen uses all that it has. Undefined: what the pod says. */
  readonly grace?: number | undefined;
}

/** Seconds that the pod of a fence may take to end; `own`: what it says itself. */
export const graceOf = ({ grace }: Fence, own: number): number => Math.min(grace ?? own, own);

/** The ordinal that a StatefulSet's pod ends with; undefined where there is none. */
export function ordinalOf(pod: string): number | undefined {
  const [, digits] = /-(\d+)$/u.exec(pod) ?? [];
  return digits === undefined ? undefined : Number(digits);
}
