import { Field } from './field.ts';
import type { KubeObject } from './object.ts';
import { isWorkloadKind, podPath } from './pod.ts';

/** The name under which look-ups keep them, as if it were a kind. */
export const DUMPING_WORKLOAD = 'workload that dumps';

/** What images and containers call themselves that dump from time to time: `postgres-backup-local`, `wal-g`. */
const DUMPER = /back-?up|dump|wal-?g(?![a-z])|pgbackrest|barman|snapshot/iu;

/** True for a workload that goes on running and, by the names of its images and containers, dumps from time to time. */
export function isDumpingWorkload(object: KubeObject): boolean {
  if (!isWorkloadKind(object.kind) || object.kind === 'Job' || object.kind === 'CronJob') return false;
  return new Field(object, [...podPath(object.kind), 'spec', 'containers'])
    .items()
    .some((container) => DUMPER.test(`${container.at('image').string() ?? ''} ${container.at('name').string() ?? ''}`));
}
