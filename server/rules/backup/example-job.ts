/** What an example's CronJob says beside its schedule. Texts stand as written, without their indentation. */
interface ExampleJob {
  readonly name?: string;
  readonly schedule?: string;
  readonly image?: string;
  /** Lines of the CronJob's spec; without them `concurrencyPolicy: Forbid`. */
  readonly spec?: string;
  /** Lines of the Job's spec; without them a deadline. */
  readonly job?: string;
  /** Lines of the container. */
  readonly container?: string;
  /** Lines of the pod's spec, behind its containers. */
  readonly pod?: string;
}

/** A small CronJob for the examples of rules that are about one thing in it. */
export function exampleJob({
  name = 'orders-dump',
  schedule = '15 2 * * *',
  image = 'postgres:18',
  spec = 'concurrencyPolicy: Forbid',
  job = 'activeDeadlineSeconds: 14400',
  container = CONTAINER,
  pod = POD,
}: ExampleJob): string {
  return `apiVersion: batch/v1
kind: CronJob
metadata:
  name: ${name}
spec:
  schedule: '${schedule}'
${indented(spec, 2)}  jobTemplate:
    spec:
${indented(job, 6)}      template:
        spec:
          restartPolicy: Never
          containers:
            - name: dump
              image: ${image}
${indented(container, 14)}${indented(pod, 10)}`;
}

const CONTAINER = `command:
  - bash
  - -c
  - |
    set -euo pipefail
    target="/backup/$(date -u +%Y%m%dT%H%M%SZ).sql.gz"
    pg_dumpall --host=orders --username=backup | gzip > "$target.part"
    mv "$target.part" "$target"
    find /backup -name '*.sql.gz' -mtime +14 -delete
volumeMounts:
  - name: backup
    mountPath: /backup`;

const POD = `volumes:
  - name: backup
    persistentVolumeClaim:
      claimName: orders-backup`;

function indented(text: string, width: number): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.map((line) => `${' '.repeat(width)}${line}\n`).join('');
}

/** The same job, but it keeps house, and backs nothing up. */
export function vacuum(job: string): string {
  return job.replaceAll('dump\n', 'vacuum\n').replace(/pg_dumpall.*/u, 'psql --host=orders -c "VACUUM (FREEZE)"');
}
