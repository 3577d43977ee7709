import type { EngineContext, ImagePattern } from '../model/engine.ts';
import { isOfficialOrMirror, plainRepository } from './image.ts';

/**
 * False for what bears the official image's name under somebody's own (`someone/redis`): it may hold anything, and its defaults are
 * not those of the original. Other variants carry their publisher in their pattern.
 */
export function isOriginal({ container, variant }: EngineContext, patterns: readonly ImagePattern[]): boolean {
  const { image } = container;
  if (image === undefined) return false;
  if (variant !== 'official' || isOfficialOrMirror(image)) return true;
  const name = plainRepository(image);
  return patterns.some((pattern) => pattern.variant === 'official' && pattern.repository === name);
}
