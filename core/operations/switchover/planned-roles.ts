import type { SwitchingEngine } from '../../../engines/model/switching.ts';
import type { PlannedRoles } from '../../runner/plan.ts';
import type { Candidate } from './members-asked.ts';

/** How far each replica is behind, as a plan says it to those who show it. */
export const plannedGaps = (replicas: readonly Candidate[]): PlannedRoles['gaps'] =>
  replicas.map(({ name, gap }) => ({ name, ...gap }));

/** What keeps the old primary from writing while another takes over: the engine itself (F1), in a sentence. */
export const fenceWords = (leader: string, { by }: SwitchingEngine['fence']): string =>
  by === 'restarts'
    ? `The engine's own: the next start of ${leader} is as a replica, and its server ends in order before anybody is promoted.`
    : `The engine's own: ${leader} refuses writes, also after a restart, and its sessions end before anybody is promoted.`;
