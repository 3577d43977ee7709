import type { Rule } from '../rule.ts';
import { antiAffinityMatchesNothing } from './anti-affinity-matches-nothing.ts';
import { budgetBlocksDrain } from './budget-blocks-drain.ts';
import { budgetBreaksQuorum } from './budget-breaks-quorum.ts';
import { evenMembers } from './even-members.ts';
import { noAntiAffinity } from './no-anti-affinity.ts';
import { noDisruptionBudget } from './no-disruption-budget.ts';
import { noPriorityClass } from './no-priority-class.ts';
import { noZoneSpread } from './no-zone-spread.ts';
import { singleInstance } from './single-instance.ts';
import { spotNodes } from './spot-nodes.ts';

/** The area availability/: whether the database outlives a node, a zone and a maintenance day. */
export const availabilityRules: readonly Rule[] = [
  antiAffinityMatchesNothing,
  budgetBlocksDrain,
  budgetBreaksQuorum,
  evenMembers,
  noAntiAffinity,
  noDisruptionBudget,
  noPriorityClass,
  noZoneSpread,
  singleInstance,
  spotNodes,
];
