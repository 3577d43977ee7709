import type { EngineContext } from '../model/engine.ts';
import { isUnknown } from '../model/object.ts';
import { CLIENT_PORT, SHARD_PORTS } from './facts.ts';

/** The port of clients; members of a sharded cluster have defaults of their own. */
export function portOf({ settings, variant }: EngineContext): number | undefined {
  const written = settings.get('net.port')?.value;
  if (written !== undefined) return isUnknown(written) || !/^\d+$/u.test(written) ? undefined : Number(written);
  const role = variant.startsWith('bitnami') ? undefined : settings.get('sharding.clusterRole')?.value;
  return (role === undefined ? undefined : SHARD_PORTS[role]?.value) ?? CLIENT_PORT.value;
}
