import type { BackupJob } from '../../../engines/model/database.ts';

/** `CronJob 'orders-dump'`, or the kind alone where the name is templated. */
export function nameOfJob({ workload }: Pick<BackupJob, 'workload'>): string {
  return workload.name === undefined ? `this ${workload.kind}` : `${workload.kind} '${workload.name}'`;
}

/** The same at the head of a sentence. */
export function jobAtHead(job: Pick<BackupJob, 'workload'>): string {
  const name = nameOfJob(job);
  return name.charAt(0).toUpperCase() + name.slice(1);
}
