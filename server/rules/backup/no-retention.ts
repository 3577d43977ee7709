import { unreadProgram } from '../../../engines/configuration/sight.ts';
import { backupSteps } from '../../../engines/dumping/backup-steps.ts';
import { dumpsOf, finalPath } from '../../../engines/dumping/dumps.ts';
import { landingOf } from '../../../engines/dumping/landing.ts';
import { isUnknown } from '../../../engines/model/object.ts';
import type { Pod } from '../../../engines/model/workload.ts';
import { backupRule } from '../rule.ts';
import { exampleJob } from './example-job.ts';

const script = (more: string) => `command:
  - sh
  - -ec
  - |
    pg_dumpall --host=orders --username=backup --file="/backup/$(date -u +%Y%m%dT%H%M%SZ).sql"
${more}volumeMounts:
  - name: backup
    mountPath: /backup`;

export const noRetention = backupRule({
  id: 'backup/no-retention',
  severity: 'info',
  title: 'Nothing ever removes old dumps',
  why: `Each run adds a file, so the claim is full one day. From then on every dump breaks off, and if nobody sees that the last good backup is from that day. And a dump keeps for ever
what the law or a customer wants deleted.`,
  when: `Fires when dumps of changing names are written to a volume that stays, and nothing in the job removes any. Silent for object stores (they have rules of their own), where a
program that is not known may do it, and where another workload mounts the claim.`,
  sources: [
    'https://kubernetes.io/docs/concepts/storage/volume-health-monitoring/',
    'https://restic.readthedocs.io/en/stable/060_forget.html',
  ],
  examples: {
    bad: exampleJob({ container: script('') }),
    good: exampleJob({ container: script("    find /backup -name '*.sql' -mtime +14 -delete\n") }),
  },
  *check(job, { lookup }) {
    const { pod, object, kind } = job.workload;
    if (kind !== 'CronJob' || mayRemove(pod)) return;
    for (const dump of dumpsOf(pod)) {
      const landing = landingOf(dump);
      if (landing.kind !== 'kept' || dump.output.kind !== 'file' || !isUnknown(finalPath(dump)?.value)) continue;
      const claim = landing.mount.volume?.claimName;
      if (claim !== undefined && lookup.mountingClaim(object, claim).length > 0) continue;
      yield {
        source: dump.output.path.source,
        message: `Every run adds a file to ${landing.mount.path ?? 'the volume'}, and nothing removes old ones: when it is full, no backup works any more.`,
        thing: `output:${dump.step.step.words[0]?.start ?? 0}`,
      };
      return;
    }
  },
});

const REMOVES = /^(?:rm|unlink|rmdir|tmpwatch|tmpreaper|logrotate|xargs|prune|forget)$/u;
const KNOWN =
  'pg_dump pg_dumpall pg_basebackup mysqldump mariadb-dump mongodump redis-cli valkey-cli psql mysql mariadb mongosh gzip pigz bzip2 xz lz4 openssl gpg du df split time mv sha256sum pg_verifybackup pg_restore redis-check-rdb valkey-check-rdb zcat'.split(
    ' ',
  );

/** Something in the pod removes files, or may do so where nobody can look. */
function mayRemove(pod: Pod): boolean {
  return pod.containers.some((container) => {
    const steps = backupSteps(container);
    if (container.words.length === 0 || steps.length === 0 || unreadProgram(container, KNOWN) !== undefined)
      return true;
    return steps.some(
      ({ program = '', words }) =>
        REMOVES.test(program) ||
        (program === 'find' && words.some(({ value }) => /^-(?:delete|exec|execdir|ok)$/u.test(value))) ||
        words.some(({ value }) => /^(?:forget|prune|delete|rm|--keep-\w+|--max-age)$/u.test(value)),
    );
  });
}
