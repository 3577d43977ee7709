import type { EngineContext, ImagePattern } from '../model/engine.ts';

/** Registries on which anybody may publish: a name there says who built the image. Other registries are mirrors of one's own. */
const PUBLIC_REGISTRIES = new Set([
  'docker.io',
  'index.docker.io',
  'ghcr.io',
  'quay.io',
  'gcr.io',
  'registry.gitlab.com',
]);

/** Docker's builds of its official images for one architecture: https://github.com/docker-library/official-images#architectures */
const ARCHITECTURE = /^(?:amd64|arm\d+v\d|i386|mips64le|ppc64le|riscv64|s390x)\//u;

/**
 * False for what bears the official image's name under somebody's own (`someone/redis`): it may hold anything, and its defaults are
 * not those of the original. Other variants carry their publisher in their pattern.
 */
export function isOriginal({ container, variant }: EngineContext, patterns: readonly ImagePattern[]): boolean {
  const { image } = container;
  if (image === undefined) return false;
  if (variant !== 'official') return true;
  const { registry, repository } = image;
  if (registry !== undefined && !PUBLIC_REGISTRIES.has(registry)) return true;
  const name = repository.replace(ARCHITECTURE, '');
  return patterns.some((pattern) => pattern.variant === 'official' && pattern.repository === name);
}
