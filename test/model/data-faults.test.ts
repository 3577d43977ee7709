import { DATA_CASES, LACKING } from './data/cases.ts';
import { describeAmongFaults, type Missing } from './engines/among-faults.ts';

const JOBS: Missing = [
  ['create jobs', ({ verb, resource }) => verb === 'create' && resource.plural === 'jobs'],
  ['get jobs', ({ verb, resource }) => verb === 'get' && resource.plural === 'jobs'],
  ['read logs', ({ subresource }) => subresource === 'log'],
];
const EXEC: Missing = [['run commands in pods', ({ subresource }) => subresource === 'exec']];

const { backup, restore, 'verify-backup': verify, 'prune-backups': prune } = DATA_CASES;
// Only where something is restored a command is run in a pod: planning does it besides.
describeAmongFaults({ backup, 'prune-backups': prune }, JOBS);
describeAmongFaults({ restore, 'verify-backup': verify }, [...JOBS, ...EXEC]);
describeAmongFaults(LACKING, []);
