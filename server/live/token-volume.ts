import type { Json } from '../../engines/model/object.ts';

/**
 * Where the API server mounts each pod's token; it adds volume and mounts behind those of the manifest, so that what stays keeps its place.
 * Source: https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/#bound-service-account-token-volume
 */
const MOUNT_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';
const PREFIX = 'kube-api-access-';

type Part = Readonly<Record<string, Json>>;

/** A live pod's spec as its author wrote it: without the token that every pod gets, which is no configuration of a database. */
export function withoutTokenVolume(spec: Part): Part {
  const isTokens = (volume: Part): boolean => typeof volume['name'] === 'string' && volume['name'].startsWith(PREFIX);
  const isMountedThere = (mount: Part): boolean => mount['mountPath'] === MOUNT_PATH && isTokens(mount);
  const withoutMount = (container: Part): Part => without(container, 'volumeMounts', isMountedThere);
  const kept: Record<string, Json> = { ...without(spec, 'volumes', isTokens) };
  for (const key of ['initContainers', 'containers']) {
    const containers = listOf(spec[key]);
    if (containers !== undefined) kept[key] = containers.map(withoutMount);
  }
  return kept;
}

function without(part: Part, key: string, isLeftOut: (item: Part) => boolean): Part {
  const items = listOf(part[key]);
  return items?.some(isLeftOut) === true ? { ...part, [key]: items.filter((item) => !isLeftOut(item)) } : part;
}

/** The maps of a list; undefined for anything else. */
function listOf(value: Json | undefined): readonly Part[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const items = value as readonly Json[];
  const isMap = (item: Json): item is Part => typeof item === 'object' && item !== null && !Array.isArray(item);
  return items.every(isMap) ? items : undefined;
}
