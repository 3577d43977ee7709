import type { LiveDatabase } from '../../inventory/model.ts';
import type { Server } from '../../procedures/members/server.ts';

/** From this release on, a server that is told to end waits until its replicas have what it has. */
const WAITS_FOR_REPLICAS = { major: 7, source: 'https://redis.io/docs/latest/commands/shutdown/' } as const;

/** What a person should know before a restart. */
export function warningsOf(
  { flavour, engineName, members, services }: LiveDatabase,
  chosen: readonly string[],
  server: Server | undefined,
): string[] {
  const warnings: string[] = [];
  const primary = members.find(({ pod, writable }) => writable === true && chosen.includes(pod.name));
  if (primary !== undefined && !services.some(({ purpose }) => purpose === 'write') && members.length > 1)
    warnings.push(
      'No Service leads to the primary alone: clients that go to its pod by name see its end without a closed door before it.',
    );
  if (flavour === 'sentinel' && primary !== undefined) {
    warnings.push(
      'Sentinels may promote another member while the primary is away. That is left to them; the old primary then comes back as a replica.',
    );
    const major = server?.model.version?.major;
    if (server?.model.engine.id === 'redis' && (major === undefined || major < WAITS_FOR_REPLICAS.major))
      warnings.push(
        `${engineName} before ${String(WAITS_FOR_REPLICAS.major)}.0 ends without waiting for its replicas: if another one is promoted, what was acknowledged in its last moment is lost.`,
      );
  }
  return warnings;
}
