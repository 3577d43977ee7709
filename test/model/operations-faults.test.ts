import { CASES } from './engines/cases.ts';
import { describeAmongFaults, type Missing } from './engines/among-faults.ts';
import { isOn } from './engines/rights.ts';

const DOOR: Missing = [
  ['patch services', isOn('patch', 'services')],
  ['run commands in pods', ({ subresource }) => subresource === 'exec'],
];
const SCALE = ['patch statefulsets', isOn('patch', 'statefulsets')] as const;
const PODS = ['list pods', isOn('list', 'pods')] as const;

const { stop, start, restart, switchover } = CASES;
// Writes come back without a look at pods: the controller says that all members are there.
describeAmongFaults({ stop }, [SCALE, [...PODS, 'back'], ...DOOR]);
// That nothing is left of a member only the pods tell.
describeAmongFaults({ start }, [SCALE, PODS, ...DOOR]);
// It ends pods, and scales nothing.
describeAmongFaults({ restart }, DOOR);
// It turns a Service, and works in the members.
describeAmongFaults({ switchover }, DOOR);
