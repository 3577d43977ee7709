import type { EngineContext, Replication } from '../model/engine.ts';
import { serverPrograms } from '../mysql-family/configuration.ts';
import { isKnownImage } from '../mysql-family/image.ts';
import { replication as replicationBy } from '../mysql-family/replication.ts';
import { backupCommands, clientCommands, preparationPrograms } from './programs.ts';

/** Programs whose effect on replication and directories is known. */
export const knownPrograms: readonly string[] = [
  ...serverPrograms,
  ...clientCommands,
  ...backupCommands,
  ...preparationPrograms,
];

/** Whether the members replicate. The official image and Oracle's know no variable for it; bitnami and Red Hat images do. */
export function replication(context: EngineContext): Replication {
  return replicationBy(context, {
    variables: [
      // https://github.com/bitnami/containers/tree/main/bitnami/mysql#setting-up-a-replication-cluster
      { pattern: /^MYSQL_(?:REPLICATION_MODE|MASTER_HOST)$/u, method: 'source-replica', variants: ['bitnami'] },
      // https://github.com/sclorg/mysql-container/blob/master/8.0/README.md
      { pattern: /^MYSQL_MASTER_(?:USER|SERVICE_NAME)$/u, method: 'source-replica', variants: ['sclorg'] },
    ],
    replicating: {},
    plain: isKnownImage,
    environmentMatters: ({ variant }) => variant === 'bitnami' || variant === 'sclorg',
    programs: knownPrograms,
  });
}
