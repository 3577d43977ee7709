import type { Right } from '../../../core/cluster/connection.ts';

/** Whether a right is this one, to the resource itself. */
export const isOn =
  (verb: string, plural: string) =>
  (right: Right): boolean =>
    right.verb === verb && right.resource.plural === plural && right.subresource === undefined;
