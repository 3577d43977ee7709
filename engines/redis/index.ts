import type { Engine } from '../model/engine.ts';
import { engineOf } from './engine.ts';
import { REDIS } from './facts.ts';

/** Redis: an in-memory store that writes snapshots and an append only file. */
export const redis: Engine = engineOf(REDIS);
