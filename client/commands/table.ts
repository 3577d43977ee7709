import { clearFilter, filterDatabases, hide, hideHidden, pin, refresh, showHidden, unhide, unpin } from './arrange.ts';
import type { Command } from './context.ts';
import {
  addKubeconfigFile,
  chooseNamespaces,
  connectContext,
  contextSettings,
  disconnectContext,
  showRights,
  tryAgain,
  useForLinting,
} from './contexts.ts';
import { copyKubectl, copyName } from './copy.ts';
import { explainRule } from './explain-rule.ts';
import { fixAllInFile } from './fix-all.ts';
import { copyConnectionString, forwardPort, stopForward } from './forward.ts';
import { lintWorkspace } from './lint-workspace.ts';
import { compareWithManifest, openLive, openManifest, showDatabase, showEvents } from './open.ts';
import { examineDatabase } from './doctor.ts';
import { dryRunFile } from './dry-run.ts';
import { backUp } from './operations/back-up.ts';
import { restartDatabase, startDatabase, stopDatabase } from './operations/power.ts';
import { failOver } from './operations/fail-over.ts';
import { fenceMember, unfenceMember } from './operations/fence.ts';
import { rejoinMember } from './operations/rejoin.ts';
import { addStandby, removeStandby } from './operations/standby.ts';
import { switchOver } from './operations/switch-over.ts';
import { scheduleBackups, unscheduleBackups } from './operations/schedule.ts';
import { pruneBackups } from './operations/prune.ts';
import { restoreBackup, verifyBackup } from './operations/read-back.ts';
import { pauseSchedule, resumeSchedule, runScheduleNow } from './operations/cron-jobs.ts';
import { scheduleHours, unscheduleHours } from './operations/hours.ts';
import { refreshBackups } from './operations/refresh-backups.ts';
import { showManifest } from './operations/show-manifest.ts';
import { showOperations } from './operations/show.ts';
import { explainRisk, goToRisk } from './risks.ts';
import { restartServer, showOutput } from './server.ts';
import { showRisks } from './show-risks.ts';
import { showUses } from './show-uses.ts';
import { openClient, openShell, showLog, showPreviousLog } from './terminals.ts';

/** Every command by its id; package.json gives those that people call their titles. */
export const COMMANDS: Readonly<Record<`plinth.${string}`, Command>> = {
  'plinth.explainRule': explainRule,
  'plinth.fixAllInFile': fixAllInFile,
  'plinth.dryRunFile': dryRunFile,
  'plinth.lintWorkspace': lintWorkspace,
  'plinth.restartServer': restartServer,
  'plinth.showOutput': showOutput,
  'plinth.showRisks': showRisks,
  'plinth.showUses': showUses,

  'plinth.refresh': refresh,
  'plinth.filter': filterDatabases,
  'plinth.clearFilter': clearFilter,
  'plinth.pin': pin,
  'plinth.unpin': unpin,
  'plinth.hide': hide,
  'plinth.unhide': unhide,
  'plinth.showHidden': showHidden,
  'plinth.hideHidden': hideHidden,

  'plinth.connect': connectContext,
  'plinth.disconnect': disconnectContext,
  'plinth.tryAgain': tryAgain,
  'plinth.chooseNamespaces': chooseNamespaces,
  'plinth.contextSettings': contextSettings,
  'plinth.useForLinting': useForLinting,
  'plinth.addKubeconfig': addKubeconfigFile,
  'plinth.showRights': showRights,

  'plinth.openManifest': openManifest,
  'plinth.openLive': openLive,
  'plinth.compareWithManifest': compareWithManifest,
  'plinth.goToRisk': goToRisk,
  'plinth.explainRisk': explainRisk,
  'plinth.showEvents': showEvents,
  'plinth.showDatabase': showDatabase,

  'plinth.backUp': backUp,
  'plinth.verifyBackup': verifyBackup,
  'plinth.restoreBackup': restoreBackup,
  'plinth.pruneBackups': pruneBackups,
  'plinth.scheduleBackups': scheduleBackups,
  'plinth.unscheduleBackups': unscheduleBackups,
  'plinth.refreshBackups': refreshBackups,
  'plinth.scheduleHours': scheduleHours,
  'plinth.unscheduleHours': unscheduleHours,
  'plinth.showManifest': showManifest,
  'plinth.pauseSchedule': pauseSchedule,
  'plinth.resumeSchedule': resumeSchedule,
  'plinth.runScheduleNow': runScheduleNow,
  'plinth.stopDatabase': stopDatabase,
  'plinth.startDatabase': startDatabase,
  'plinth.restartDatabase': restartDatabase,
  'plinth.switchOver': switchOver,
  'plinth.failOver': failOver,
  'plinth.fenceMember': fenceMember,
  'plinth.unfenceMember': unfenceMember,
  'plinth.rejoinMember': rejoinMember,
  'plinth.addStandby': addStandby,
  'plinth.removeStandby': removeStandby,
  'plinth.showOperations': showOperations,
  'plinth.examineDatabase': examineDatabase,

  'plinth.showLog': showLog,
  'plinth.showPreviousLog': showPreviousLog,
  'plinth.openShell': openShell,
  'plinth.openClient': openClient,
  'plinth.forwardPort': forwardPort,
  'plinth.stopForward': stopForward,
  'plinth.copyConnectionString': copyConnectionString,
  'plinth.copyKubectl': copyKubectl,
  'plinth.copyName': copyName,
};
