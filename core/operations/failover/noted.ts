import type { Door } from '../../procedures/door/door.ts';
import type { Wiring } from '../../procedures/door/wiring.ts';
import type { Situation } from '../../runner/plan.ts';
import { CANDIDATE, DOOR_SERVICES, LEADER, OTHERS, UPSTREAM, WIRING, type Switching } from '../switchover/switching.ts';

/** The fact under which it stands who said nothing when it was planned. */
export const SILENT = 'silent';
/** The fact under which it stands whether the old primary's volume is read. */
export const READS = 'reads';

/** What the journal has of an operation that is taken up again. */
export interface Noted extends Pick<Switching, 'leader' | 'candidate' | 'others' | 'upstream'> {
  readonly silent: readonly string[];
  readonly reads: boolean;
  readonly door: Door;
  readonly wiring: Wiring;
}

/** Taken up again: as the journal has it, whoever leads now. Undefined where nothing was noted yet. */
export function noted({ facts, database }: Situation): Noted | undefined {
  const { [LEADER]: leader, [CANDIDATE]: candidate } = facts;
  if (typeof leader !== 'string' || typeof candidate !== 'string') return undefined;
  const names = (value: unknown): string[] =>
    Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
  return {
    leader,
    candidate,
    others: names(facts[OTHERS]),
    silent: names(facts[SILENT]),
    reads: facts[READS] === true,
    upstream: facts[UPSTREAM] as unknown as Switching['upstream'],
    door: { namespace: database.namespace, services: names(facts[DOOR_SERVICES]) },
    wiring: facts[WIRING] as unknown as Wiring,
  };
}
