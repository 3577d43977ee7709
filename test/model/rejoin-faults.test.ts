import { describeAmongFaults, type Missing } from './engines/among-faults.ts';
import { REJOIN } from './engines/rejoining.ts';
import { isOn } from './engines/rights.ts';

/** Each is a right that one of its steps needs: to work on the volume, to follow that, to ask members, to let the member start. */
const RIGHTS: Missing = [
  ['create jobs', isOn('create', 'jobs')],
  ['list pods', isOn('list', 'pods')],
  ['run commands in pods', ({ subresource }) => subresource === 'exec'],
  ['patch statefulsets', isOn('patch', 'statefulsets')],
];

describeAmongFaults({ rejoin: REJOIN }, RIGHTS);
