import type { EngineId } from '../../../engines/model/engine.ts';
import { readQuantity } from '../../../engines/model/quantity.ts';
import type { Consistency, Manifest } from '../../backups/manifest.ts';
import type { DatabaseName } from '../../runner/plan.ts';
import type { ServerFacts } from '../backup/facts.ts';

/** What a manifest is made of, once all of it is known. */
export interface Ingredients {
  readonly id: string;
  readonly database: DatabaseName;
  readonly engine: EngineId;
  readonly consistency: Consistency;
  readonly member: string;
  readonly started: number;
  readonly ended: number;
  /** What the session said, its own facts and what was counted around it. */
  readonly told: ServerFacts;
  readonly snapshots: readonly { readonly name: string; readonly restoreSize: string | undefined }[];
  readonly tool: string;
}

/** The manifest of a backup that is a snapshot. Its files are the VolumeSnapshots: they have a size, and no checksum that anybody here could take. */
export function manifestOf({
  id,
  database,
  engine,
  consistency,
  member,
  started,
  ended,
  told,
  snapshots,
  tool,
}: Ingredients): Manifest {
  const after = counts(told, 'after.count.');
  return {
    schema: 1,
    id,
    database,
    engine,
    engineVersion: told['version'] ?? '',
    method: 'snapshot',
    consistency,
    started,
    ended,
    from: told['position.start'],
    to: told['position.end'],
    identity: told['identity'],
    member,
    memberRole: 'primary',
    files: snapshots.map(({ name, restoreSize }) => {
      const size = (restoreSize === undefined ? undefined : readQuantity(restoreSize)) ?? 0;
      return { name, size, plainSize: size, sha256: '' };
    }),
    counts: counts(told, 'before.count.'),
    ...(Object.keys(after).length > 0 && { countsAfter: after }),
    compression: 'none',
    encryption: 'none',
    tool,
  };
}

function counts(told: ServerFacts, prefix: string): Record<string, number> {
  return Object.fromEntries(
    Object.entries(told).flatMap(([key, value]): [string, number][] =>
      key.startsWith(prefix) && /^\d+$/u.test(value) ? [[key.slice(prefix.length), Number(value)]] : [],
    ),
  );
}
