import type { DumpEngine } from '../../../engines/model/dump.ts';
import type { EngineId } from '../../../engines/model/engine.ts';
import type { MoverProgram } from '../../backups/mover-config-map.ts';

/** What backups need beside the cluster. */
export interface BackupTools {
  /** The mover's bundle. */
  readonly mover: () => Promise<MoverProgram>;
  readonly dumpEngineOf: (engine: EngineId) => DumpEngine | undefined;
  /** `plinth 0.1.0`, as the manifest names it. */
  readonly tool: string;
}
