import { Field } from '../../../engines/model/field.ts';
import type { Lag, MemberRole } from '../../../engines/model/live.ts';
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

/** Labels in which Patroni, operators and Plinth's own topologies keep a member's role. The least that is known: whoever sets them may be late. */
const ROLE_LABELS = ['cnpg.io/instanceRole', 'plinth.dev/role', 'role', 'redis-role'];
const PRIMARY = /^(?:primary|master|leader)$/u;
const REPLICA = /^(?:replica|standby|slave|secondary)$/u;

/** Roles by the uid of pods, as the API's objects tell them. */
export function toldRoles(pods: readonly StoredObject[]): ReadonlyMap<string, ToldRole> {
  const told = new Map<string, ToldRole>();
  for (const pod of pods) {
    const labels = new Field(pod).at('metadata', 'labels');
    const value = ROLE_LABELS.map((label) => labels.at(label).string()).find((text) => text !== undefined) ?? '';
    const role = PRIMARY.test(value) ? 'primary' : REPLICA.test(value) ? 'replica' : undefined;
    if (role !== undefined) told.set(pod.uid, { role, by: 'label' });
  }
  return told;
}
