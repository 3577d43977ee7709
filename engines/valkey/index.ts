import type { Engine } from '../model/engine.ts';
import { engineOf } from '../redis/engine.ts';
import { VALKEY } from './facts.ts';

/** Valkey: the fork of Redis 7.2 under the Linux Foundation. */
export const valkey: Engine = engineOf(VALKEY);
