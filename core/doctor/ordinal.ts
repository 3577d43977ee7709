import { chosenByOrdinal } from '../refusals/r26-primary-by-ordinal.ts';
import { areAlike } from './alike.ts';
import type { Check } from './check.ts';
import { risk, unknown, well } from './finding.ts';

/** R26: pods that take the first member for the primary at every start make a second primary after a failover. */
export const ordinal: Check = {
  id: 'ordinal',
  title: 'The role is not chosen by the ordinal',
  of: 'failover',
  look: ({ server, database: { workload, members, flavour } }) => {
    if (workload.kind !== 'StatefulSet' || flavour.startsWith('operator:')) return [];
    if (areAlike(members)) return [];
    const mend = 'Take the choice by ordinal out of the start script: a member must ask who leads before it starts.';
    if (server === undefined)
      return [unknown('How its pods choose their role is not known.', 'its workload cannot be read', mend)];
    const { pod, container } = server.model;
    const found = chosenByOrdinal(pod);
    if (found !== undefined)
      return [
        risk(
          'The role follows the ordinal: after a failover, a restart of the first member makes a second primary.',
          `the pods run: ${found}`,
          mend,
        ),
      ];
    if (!container.filesComplete)
      return [
        unknown(
          'How its pods choose their role is not known.',
          'a ConfigMap or Secret that its start may read is out of sight',
          mend,
        ),
      ];
    return [
      well('Nothing that its pods run at their start chooses the role by the ordinal.', 'read from its workload'),
    ];
  },
};
