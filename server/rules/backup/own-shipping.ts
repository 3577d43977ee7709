import type { Database } from '../../../engines/model/database.ts';

/** Programs that live beside a server and ship its log or its copies away. */
const SHIPPER =
  /wal-?g(?![a-z])|wal-e(?![a-z])|pgbackrest|barman|pbm-agent|percona-backup-mongodb|medusa|clickhouse-backup/iu;

/** A sidecar that calls itself a backup; one that only clones new replicas does not. */
const SIDECAR = /back-?up/iu;

/**
 * Variables that switch shipping on in images that hold such a program: Spilo, wal-g, pgBackRest. Sources:
 * https://github.com/zalando/spilo/blob/master/ENVIRONMENT.rst, https://wal-g.readthedocs.io/STORAGES/, https://pgbackrest.org/configuration.html
 */
const VARIABLES = /^(?:WALG?_|WALE_|PGBACKREST_REPO|USE_WALG_BACKUP$|BARMAN_)/u;

/** Where an archive command ends that leaves the server's own disk. */
const AWAY = /wal-?[eg](?![a-z])|pgbackrest|barman|s3|gsutil|gs:|rclone|azcopy|\baz\b|\bmc\b|rsync|scp|ssh|restic/iu;

/**
 * Annotations by which K8up and Velero are told how to back a pod up. Sources: https://docs.k8up.io/k8up/references/annotations.html,
 * https://velero.io/docs/main/backup-hooks/, https://velero.io/docs/main/file-system-backup/
 */
const ANNOTATIONS =
  /^(?:k8up\.(?:io|syn\.tools)\/backup(?:command)?$|(?:pre|post)\.hook\.backup\.velero\.io\/|backup\.velero\.io\/backup-volumes$)/u;

/** True for a database that ships its own backups or its log: by a sidecar, by how it is set up, or by what its annotations ask of a backup tool. */
export function shipsItself({ pod, container, settings }: Database): boolean {
  if (Object.keys(pod.annotations).some((name) => ANNOTATIONS.test(name))) return true;
  const beside = pod.containers.filter((one) => one !== container && !one.init);
  const names = beside.map(({ image, name, words }) => [image?.repository, name, ...words.map(({ value }) => value)]);
  if (names.some((texts) => texts.some((text) => SHIPPER.test(text ?? '')))) return true;
  if (beside.some(({ image, name }) => SIDECAR.test(`${image?.repository ?? ''} ${name ?? ''}`))) return true;
  if ([...container.environment.variables.keys()].some((name) => VARIABLES.test(name))) return true;
  const archive = settings.get('archive_command')?.value ?? settings.get('archive_library')?.value ?? '';
  return AWAY.test(archive);
}
