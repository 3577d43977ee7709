import type { BackupJob } from '../../../engines/model/database.ts';
import type { Rule } from '../rule.ts';
import { autoscaled } from './autoscaled.ts';
import { claimNotMounted } from './claim-not-mounted.ts';
import { daemonSet } from './daemon-set.ts';
import { danglingReference, danglingReferenceOfBackup } from './dangling-reference.ts';
import { gracePeriod } from './grace-period.ts';
import { initOverwritesData } from './init-overwrites-data.ts';
import { migrationPerReplica } from './migration-per-replica.ts';
import { notStatefulSet } from './not-stateful-set.ts';
import { onDeleteUpdates } from './on-delete-updates.ts';
import { parallelStart } from './parallel-start.ts';
import { publishNotReady } from './publish-not-ready.ts';
import { removedApi, removedApiOfBackup } from './removed-api.ts';
import { replicasWithoutReplication } from './replicas-without-replication.ts';
import { rollingDeployment } from './rolling-deployment.ts';
import { selectorMismatch } from './selector-mismatch.ts';
import { serviceNameMissing } from './service-name-missing.ts';
import { serviceNotFound } from './service-not-found.ts';
import { serviceNotHeadless } from './service-not-headless.ts';
import { servicePortMismatch } from './service-port-mismatch.ts';
import { serviceSelectsNothing } from './service-selects-nothing.ts';

/** What runs the database, and how its members find each other. */
export const workloadRules: readonly Rule[] = [
  notStatefulSet,
  daemonSet,
  rollingDeployment,
  replicasWithoutReplication,
  serviceNameMissing,
  serviceNotFound,
  serviceNotHeadless,
  serviceSelectsNothing,
  servicePortMismatch,
  selectorMismatch,
  publishNotReady,
  parallelStart,
  onDeleteUpdates,
  autoscaled,
  gracePeriod,
  claimNotMounted,
  removedApi,
  danglingReference,
  migrationPerReplica,
  initOverwritesData,
];

/** Those of them that look at backup jobs too. */
export const workloadBackupRules: readonly Rule<BackupJob>[] = [removedApiOfBackup, danglingReferenceOfBackup];
