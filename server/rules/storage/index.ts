import type { Rule } from '../rule.ts';
import { accessMode } from './access-mode.ts';
import { classDeletes } from './class-deletes.ts';
import { classImmediate } from './class-immediate.ts';
import { classNoExpansion } from './class-no-expansion.ts';
import { dataMountMismatch } from './data-mount-mismatch.ts';
import { doubleReplication } from './double-replication.ts';
import { ephemeralData } from './ephemeral-data.ts';
import { hostPath } from './host-path.ts';
import { localVolume } from './local-volume.ts';
import { missingClass } from './missing-class.ts';
import { mountOptions } from './mount-options.ts';
import { networkFilesystem } from './network-filesystem.ts';
import { noSnapshotSupport } from './no-snapshot-support.ts';
import { pgdataMountRoot } from './pgdata-mount-root.ts';
import { requestMissing } from './request-missing.ts';
import { requestTooSmall } from './request-too-small.ts';
import { retentionDeletes } from './retention-deletes.ts';
import { sharedClaim } from './shared-claim.ts';
import { snapshotClassDeletes } from './snapshot-class-deletes.ts';
import { unknownClass } from './unknown-class.ts';

/** What puts the data itself at risk: where it lies, on what, and what becomes of it. */
export const storageRules: readonly Rule[] = [
  ephemeralData,
  hostPath,
  accessMode,
  sharedClaim,
  dataMountMismatch,
  pgdataMountRoot,
  networkFilesystem,
  mountOptions,
  missingClass,
  unknownClass,
  classDeletes,
  classImmediate,
  classNoExpansion,
  retentionDeletes,
  requestMissing,
  requestTooSmall,
  snapshotClassDeletes,
  doubleReplication,
  localVolume,
  noSnapshotSupport,
];
