import type { Field } from './field.ts';
import type { Image } from './workload.ts';

/**
 * Takes an image reference apart: `[registry/]repository[:tag][@digest]`. The first segment is a registry when it holds a dot or a
 * colon, or is `localhost` (https://github.com/distribution/reference). Undefined where there is none, or where it is templated.
 */
export function readImage(field: Field): Image | undefined {
  const reference = field.string()?.trim();
  if (reference === undefined || reference === '') return undefined;
  const [name = '', digest] = reference.split('@', 2);
  const lastSlash = name.lastIndexOf('/');
  const colon = name.indexOf(':', lastSlash + 1);
  const path = colon < 0 ? name : name.slice(0, colon);
  const segments = path.split('/');
  const first = segments[0] ?? '';
  const hasRegistry = segments.length > 1 && (/[.:]/u.test(first) || first === 'localhost');
  const registry = hasRegistry ? first : undefined;
  const rest = hasRegistry ? segments.slice(1) : segments;
  const isHub = registry === undefined || registry === 'docker.io' || registry === 'index.docker.io';
  const repository = (isHub && rest.length === 2 && rest[0] === 'library' ? rest.slice(1) : rest).join('/');
  return {
    source: field.source,
    reference,
    registry,
    repository,
    tag: colon < 0 ? undefined : name.slice(colon + 1),
    digest,
  };
}
