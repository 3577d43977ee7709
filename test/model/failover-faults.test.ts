import { describeAmongFaults, type Missing } from './engines/among-faults.ts';
import { FAILOVER } from './engines/failing-over.ts';
import { isOn } from './engines/rights.ts';

/** Each is a right that one of its steps needs: to fence, to see that it is fenced, to read the old volume, to ask members, to turn the door. */
const RIGHTS: Missing = [
  ['patch statefulsets', isOn('patch', 'statefulsets')],
  ['delete pods', isOn('delete', 'pods')],
  ['list pods', isOn('list', 'pods')],
  ['create jobs', isOn('create', 'jobs')],
  ['run commands in pods', ({ subresource }) => subresource === 'exec'],
  ['patch services', isOn('patch', 'services')],
];

describeAmongFaults({ failover: FAILOVER }, RIGHTS);
