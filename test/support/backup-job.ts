import { exampleJob } from '../../server/rules/backup/example-job.ts';

/** A CronJob whose one container runs these lines in that shell, with a claim at /backup. */
export function scriptJob(
  lines: string,
  { image = 'postgres:18', shell = 'sh', name = 'nightly', more = '' } = {},
): string {
  const script = lines
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
  return exampleJob({
    name,
    image,
    container: `command:\n  - ${shell}\n  - -c\n  - |\n${script}\nvolumeMounts:\n  - name: backup\n    mountPath: /backup\n${more}`,
  });
}
