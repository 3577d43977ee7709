import type { Resource } from '../../../core/cluster/connection.ts';
import { ClusterTrouble, type TroubleKind } from '../../../core/cluster/trouble.ts';
import { chance } from './chance.ts';

export type Verb =
  'get' | 'log' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete' | 'evict' | 'exec' | 'review';

/** One request of one client; `index` counts that client's requests from 0. */
export interface Request {
  readonly index: number;
  readonly verb: Verb;
  readonly resource: Resource;
  readonly namespace: string | undefined;
  readonly name: string;
}

/**
 * What goes wrong with a request. `before`: it is not done. `after`: it is done, and the answer is lost. `kill`: the client's process ends at this moment, and
 * nothing that it asks from then on is done or answered. `cut`: a command's stream breaks off; nobody knows how it ended.
 */
export type Fault =
  | { readonly what: 'kill'; readonly moment: 'before' | 'after' }
  | { readonly what: 'trouble'; readonly trouble: TroubleKind; readonly moment: 'before' | 'after' }
  | { readonly what: 'cut'; readonly moment: 'before' | 'after' };

export type Faults = (request: Request) => Fault | undefined;

/** At its n-th request, counted from 0, the client's process dies. */
export const killAt =
  (index: number, moment: 'before' | 'after'): Faults =>
  (request) =>
    request.index === index ? { what: 'kill', moment } : undefined;

const WRITES: readonly Verb[] = ['create', 'update', 'patch', 'delete', 'evict'];
const KINDS: readonly TroubleKind[] = ['busy', 'server', 'timeout', 'unreachable'];

/** So great a share of requests fails, each in a way that the seed chooses; a write is also answered 409, and done with its answer lost. */
export function seededFaults(seed: number, share: number): Faults {
  const next = chance(seed);
  return ({ verb }) => {
    const hit = next() < share;
    const which = next();
    const lost = next() < 0.5;
    if (!hit) return undefined;
    if (verb === 'exec') return { what: 'cut', moment: lost ? 'after' : 'before' };
    const write = WRITES.includes(verb);
    if (write && which < 0.2) return { what: 'trouble', trouble: 'conflict', moment: 'before' };
    const trouble = KINDS[Math.floor(which * KINDS.length)] ?? 'server';
    return { what: 'trouble', trouble, moment: write && lost && trouble !== 'busy' ? 'after' : 'before' };
  };
}

const STATUS: Partial<Record<TroubleKind, number>> = { conflict: 409, busy: 429, server: 500, forbidden: 403 };

export function troubleOf(kind: TroubleKind, { verb, name }: Request): ClusterTrouble {
  const status = STATUS[kind];
  const words = `The fake cluster answers ${verb} ${name} with «${kind}».`;
  return new ClusterTrouble(kind, words, status === undefined ? {} : { status });
}
