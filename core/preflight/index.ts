/** Looks before a plan: what would fight it, what has no room, what could not come back. They only read. */
export { budgetFindings, readBudgets } from './budgets.ts';
export { together, type Findings } from './findings.ts';
export { imageOn, imageWarnings } from './images.ts';
export { limitRangeFindings } from './limit-ranges.ts';
export { closedBecause, readNodes } from './nodes.ts';
export { gitOpsOf, ownersOfReplicas, type Owner, type Pause } from './owners/index.ts';
export { pauseStep, resumeStep } from './owners/pause-step.ts';
export { placementFindings } from './placement.ts';
export { podRoomWarnings, requestsOf, type Room } from './pod-room.ts';
export { pausing, servicePausing, type Pausing } from './pausing.ts';
export { storageRoomFindings, type NewClaim } from './storage-room.ts';
