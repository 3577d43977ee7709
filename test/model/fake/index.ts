/** A cluster in memory that keeps Kubernetes' semantics, with a time of its own and faults on demand. */
export { chance } from './chance.ts';
export type { Client, ClientOptions, Exec, Logs, Written } from './connect.ts';
export { killAt, seededFaults, type Fault, type Faults, type Request } from './faults.ts';
export type { Admission, Draft, Meta } from './store.ts';
export type { Exits, JobProgram, Running } from './programs.ts';
export { nameOf, World, type Process, type WorldOptions } from './world.ts';
