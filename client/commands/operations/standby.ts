import { planned } from './planned.ts';

/** Lets one more standby come. */
export const addStandby = planned('add-standby', 'Add Standby');

/** Lets the last standby go. */
export const removeStandby = planned('remove-standby', 'Remove Standby');
