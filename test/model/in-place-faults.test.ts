import { IN_PLACE } from './data/cases.ts';
import { describeAmongFaults, type Missing } from './engines/among-faults.ts';

const VOLUMES: Missing = [
  ['patch volumes', ({ verb, resource }) => verb === 'patch' && resource.plural === 'persistentvolumes'],
  ['delete claims', ({ verb, resource }) => verb === 'delete' && resource.plural === 'persistentvolumeclaims'],
  ['create claims', ({ verb, resource }) => verb === 'create' && resource.plural === 'persistentvolumeclaims'],
  ['patch Leases', ({ verb, resource }) => verb === 'patch' && resource.plural === 'leases'],
];
describeAmongFaults(IN_PLACE, VOLUMES);
