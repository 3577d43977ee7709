import { listDestinations, writeDestination } from '../../core/backups/destinations.ts';
import { refreshBackups } from '../../core/backups/refresh.ts';
import { connect, readContexts } from '../../core/cluster/index.ts';
import { kubeconfigFiles } from '../../core/cluster/kubeconfig/contexts.ts';
import { diagnose } from '../../core/doctor/index.ts';
import { dryRunAll } from '../../core/dry-run/dry-run.ts';
import { hoursOperations } from '../../core/hours/index.ts';
import { compare } from '../../core/inventory/drift/compare.ts';
import { openInventory } from '../../core/inventory/index.ts';
import { dataOperations, OPERATIONS } from '../../core/operations/index.ts';
import { planTakeUp } from '../../core/operations/way-back/take-up-plan.ts';
import { executor, runnerTools, sayingWhoRuns } from '../../core/runner-pods/execute.ts';
import {
  describePlan,
  listOperations,
  planMarkdown,
  requestCancel,
  resumeSteadily,
  watchOperations,
} from '../../core/runner/index.ts';
import { dumpEngineOf } from '../../engines/dumps.ts';
import { snapshotEngineOf } from '../../engines/snapshots.ts';
import { doorsOf } from '../access/doors.ts';
import { placeOf, yamlOf } from '../live/yaml.ts';
import { claimNames } from '../operations/claim-names.ts';
import { runNow, suspend } from '../operations/cron-jobs.ts';
import { nextRuns } from '../operations/next-runs.ts';
import { backupTools } from './backup-tools.ts';
import type { CoreModule } from './core.ts';
import { followFiles } from './follow-files.ts';

// The entry of dist/core.cjs: what is needed once somebody looks at a cluster, kept out of the extension's own bundle so that activation stays quick.

const core: CoreModule['core'] = {
  contexts: (added) => readContexts({ added }),
  watch: followFiles,
  open: (context, namespaces) => {
    const connection = connect(context);
    const view = openInventory(connection, namespaces === undefined ? {} : { namespaces });
    return Promise.resolve({ connection, view, attend: (watched) => view.setAttention(watched ? 'watched' : 'idle') });
  },
};

const tools = backupTools(__dirname);
const runners = runnerTools(__dirname, tools);

const operations: CoreModule['operations'] = {
  operations: [...OPERATIONS, ...dataOperations(tools), ...hoursOperations(runners)].map(sayingWhoRuns),
  methods: (engine) => {
    const { methods = [], login } = dumpEngineOf(engine) ?? {};
    return methods.map((one) => ({ ...one, takesLogin: login !== undefined }));
  },
  snapshots: (engine) => snapshotEngineOf(engine) !== undefined,
  nextRuns,
  describe: describePlan,
  planTakeUp,
  markdown: planMarkdown,
  run: executor(runners),
  resume: resumeSteadily,
  cancel: requestCancel,
  list: listOperations,
  watch: watchOperations,
  destinations: listDestinations,
  makeDestination: writeDestination,
  claims: claimNames,
  refreshBackups: (connection, database, { tell, signal }) =>
    refreshBackups(connection, database, { mover: tools.mover, ...(tell && { tell }), ...(signal && { signal }) }),
  suspend,
  runNow,
};

export { compare, core, diagnose, doorsOf, dryRunAll, kubeconfigFiles, operations, placeOf, yamlOf };
