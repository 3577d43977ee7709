import { isOfficialOrMirror } from '../configuration/image.ts';
import type { EngineContext } from '../model/engine.ts';

/** An image that is known to the last line: not one of somebody's own on Docker Hub (`someone/mysql`), not one recognised by signs. */
export function isKnownImage({ container, variant }: EngineContext): boolean {
  const { image } = container;
  if (image === undefined || variant === 'custom' || variant === 'own') return false;
  return variant !== 'official' || isOfficialOrMirror(image);
}
