import { counted } from '../../inventory/databases/words.ts';
import type { Refusal } from '../../runner/step.ts';

/** Refusals of stop and start by what was seen: R14 is «not now», R30 an operation that cannot be done as it is asked for. */
export const stopRefusal = {
  unable: (
    what: string,
    evidence: string,
    wayOut = 'Do it with the tools of whoever is in charge of it.',
  ): Refusal => ({
    id: 'R30',
    kind: 'mend',
    what: `It cannot be done: ${what}.`,
    evidence,
    wayOut,
  }),
  stopped: (name: string): Refusal => ({
    id: 'R14',
    kind: 'mend',
    what: `${name} is stopped already.`,
    evidence: `The StatefulSet ${name} asks for 0 replicas.`,
    wayOut: 'Start it.',
  }),
  running: (name: string, replicas: number): Refusal => ({
    id: 'R14',
    kind: 'mend',
    what: `${name} is not stopped.`,
    evidence: `The StatefulSet ${name} asks for ${counted(replicas, 'replica')}.`,
    wayOut: 'Nothing is to be done.',
  }),
} as const;
