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

/** Whether the members replicate. The official image replicates when MARIADB_MASTER_HOST is set. */
export function replication(context: EngineContext): Replication {
  return replicationBy(context, {
    variables: [
      // https://mariadb.com/kb/en/mariadb-server-docker-official-image-environment-variables/
      {
        pattern: /^MARIADB_(?:MASTER_HOST|REPLICATION_USER)$/u,
        method: 'source-replica',
        variants: ['official'],
      },
      // https://github.com/bitnami/containers/tree/main/bitnami/mariadb#setting-up-a-replication-cluster
      {
        pattern: /^MARIADB_(?:REPLICATION_MODE|MASTER_HOST)$/u,
        method: 'source-replica',
        variants: ['bitnami'],
      },
      { pattern: /^MARIADB_GALERA_/u, method: 'galera', variants: ['galera', 'bitnami'] },
      // https://github.com/sclorg/mariadb-container/blob/master/10.11/README.md
      { pattern: /^MYSQL_MASTER_(?:USER|SERVICE_NAME)$/u, method: 'source-replica', variants: ['sclorg'] },
    ],
    replicating: { galera: 'galera' },
    plain: isKnownImage,
    environmentMatters: () => true,
    programs: knownPrograms,
  });
}
