import { listDestinations } from '../../core/backups/destinations.ts';
import { connect, readContexts } from '../../core/cluster/index.ts';
import { kubeconfigFiles } from '../../core/cluster/kubeconfig/contexts.ts';
import { compare } from '../../core/inventory/drift/compare.ts';
import { openInventory } from '../../core/inventory/index.ts';
import { OPERATIONS } from '../../core/operations/index.ts';
import {
  describePlan,
  listOperations,
  planMarkdown,
  requestCancel,
  resumeOperation,
  runPlan,
  watchOperations,
} from '../../core/runner/index.ts';
import { doorsOf } from '../access/doors.ts';
import { placeOf, yamlOf } from '../live/yaml.ts';
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

const operations: CoreModule['operations'] = {
  operations: OPERATIONS,
  describe: describePlan,
  markdown: planMarkdown,
  run: runPlan,
  resume: resumeOperation,
  cancel: requestCancel,
  list: listOperations,
  watch: watchOperations,
  destinations: listDestinations,
};

export { compare, core, doorsOf, kubeconfigFiles, operations, placeOf, yamlOf };
