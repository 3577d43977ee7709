/**
 * Programs that carry a file, or what comes through a pipe, out of the pod: clients of object stores, of other machines, and backup tools with a store of
 * their own. Their manuals are those of the programs themselves.
 */
const CARRIERS: ReadonlySet<string> = new Set(
  (
    'aws s3cmd s5cmd s3 mc mcli gsutil gcloud az azcopy rclone restic borg kopia duplicity duplicati b2 swift openstack ossutil ossutil64 coscli obsutil oci doctl ' +
    'curl wget scp rsync sftp ftp lftp ssh nc ncat netcat kubectl oc mail mutt sendmail python python3 node ruby perl php java go gpg-upload wal-g walg pgbackrest ' +
    'barman barman-cloud-backup pbm xbcloud megacmd dropbox_uploader.sh git velero'
  ).split(' '),
);

/** True for a program that can carry a dump off, or that may do anything. */
export function isCarrier(program: string): boolean {
  return CARRIERS.has(program);
}
