import type { Members } from '../../procedures/members/standing.ts';
import type { Hand } from '../../runner/hand.ts';

/** What the steps of one restart have in common. */
export interface Restarting {
  readonly members: Members;
  /** One member accepts writes, and the others follow. */
  readonly singleWriter: boolean;
  /** Somebody (Sentinels, also those that run elsewhere) may promote another member while the primary is away, and is left to it. */
  readonly failsOver: boolean;
  /** The pods as they were when the operation was planned: uids by name. */
  readonly planned: Readonly<Record<string, string>>;
}

/** The fact in the journal under which the uids of the pods before the restart stand. */
export const PODS = 'pods';
/** Those under which the member that led, and the Services of the door, stand. */
export const PRIMARY = 'primary';
export const DOOR_SERVICES = 'door';
/** The uid of a member's pod before the restart: as the journal has it, else as it was when this plan was made. */
export function uidBefore({ facts }: Hand, { planned }: Restarting, name: string): string | undefined {
  const kept = facts[PODS];
  const isMap = typeof kept === 'object' && kept !== null && !Array.isArray(kept);
  const uid = isMap ? (kept as Readonly<Record<string, unknown>>)[name] : undefined;
  return typeof uid === 'string' ? uid : planned[name];
}
