import { Field } from '../../../engines/model/field.ts';
import type { Lag, MemberRole } from '../../../engines/model/live.ts';
import { roleByLabel } from '../../../engines/operators/index.ts';
import type { Told } from '../../../engines/operators/index.ts';
import { patroniLag, readPatroniMember } from '../../../engines/postgresql/patroni.ts';
import type { PatroniLeader, PatroniMember } from '../../../engines/postgresql/patroni.ts';
import { labelsIn, labelsOf } from '../store/labels.ts';
import { remembered, rememberedOf } from '../store/remembered.ts';
import type { StoredObject } from '../store/stored-object.ts';

/** What objects of the API say of a member's role; the engine itself was not asked. */
export interface ToldRole {
  readonly role: MemberRole;
  readonly by: 'patroni' | 'operator' | 'label';
  readonly position?: string | undefined;
  readonly history?: string | undefined;
  readonly streaming?: boolean | undefined;
  readonly lag?: Lag | undefined;
}

/**
 * Roles by the uid of pods, as the API's objects tell them: what Patroni writes into its pods before what the operator says, and labels last.
 * A label that stands in the template says nothing of one member. `templateLabels` are the template's.
 */
export function toldRoles(
  pods: readonly StoredObject[],
  templateLabels: Readonly<Record<string, string>>,
  told: Told | undefined,
): ReadonlyMap<string, ToldRole> {
  const byPatroni = patroniRoles(pods);
  const isInTemplate = pods.length > 1 && roleByLabel(templateLabels) !== undefined;
  const found = new Map<string, ToldRole>();
  for (const pod of pods) {
    const byOperator = told?.roles.get(pod.name);
    const label = labelledRole(pod);
    const role =
      byPatroni.get(pod.uid) ??
      (byOperator && { role: byOperator, by: 'operator' as const, history: told?.histories?.get(pod.name) }) ??
      (label === undefined || isInTemplate ? undefined : { role: label, by: 'label' as const });
    if (role) found.set(pod.uid, role);
  }
  return found;
}

const labelledRole = rememberedOf(labelsIn, (pod) => roleByLabel(labelsOf(pod)));

const patroniMember = remembered((pod) =>
  readPatroniMember(new Field(pod).at('metadata', 'annotations', 'status').string()),
);

function patroniRoles(pods: readonly StoredObject[]): ReadonlyMap<string, ToldRole> {
  const members = pods.flatMap((pod): { readonly pod: StoredObject; readonly member: PatroniMember }[] => {
    const member = patroniMember(pod);
    return member ? [{ pod, member }] : [];
  });
  const first = members.find(({ member }) => member.role === 'primary' && member.running);
  const leader: PatroniLeader | undefined = first && {
    leader: first.pod.name,
    offset: first.member.offset,
    until: undefined,
  };
  return new Map(
    members.map(({ pod, member }) => {
      const { role, position, history, streaming } = member;
      return [pod.uid, { role, by: 'patroni', position, history, streaming, lag: patroniLag(member, leader) }];
    }),
  );
}
