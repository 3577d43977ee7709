import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { KubeContext } from '../../core/cluster/context.ts';

const SIGNS = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** A new operation's id: eight characters of a–z and 0–9. */
export const newId = (): string => [...randomBytes(8)].map((byte) => SIGNS[byte % SIGNS.length]).join('');

/** A name for this process that no other runner has. */
export const newHolder = (): string => `${hostname()}-${randomBytes(4).toString('hex')}`;

/** Who asks, as far as the context tells. */
export const byOf = ({ impersonates, user }: KubeContext): string => impersonates ?? user ?? 'unknown';
