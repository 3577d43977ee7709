/** Doctor: would a failover work right now? It only reads. */
export { CHECKS, diagnose, type Diagnosis, type Examination } from './doctor.ts';
export { type Finding, type FindingState } from './finding.ts';
export { ANSWERS, STATES } from './words.ts';
