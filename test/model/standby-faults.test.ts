import { describeAmongFaults, type Missing } from './engines/among-faults.ts';
import { isOn } from './engines/rights.ts';
import { ADD, REMOVE } from './engines/standbys.ts';

/** Each is a right that one of its steps needs: to ask members, to see their pods, to scale. */
const RIGHTS: Missing = [
  ['run commands in pods', ({ subresource }) => subresource === 'exec'],
  ['list pods', isOn('list', 'pods')],
  ['patch statefulsets', isOn('patch', 'statefulsets')],
];

describeAmongFaults({ 'add standby': ADD, 'remove standby': REMOVE }, RIGHTS);
