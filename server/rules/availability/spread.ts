import type { Database } from '../../../engines/model/database.ts';
import type { Field } from '../../../engines/model/field.ts';

/** One rule by which the scheduler keeps pods apart. */
export interface Apart {
  readonly form: 'anti-affinity' | 'spread';
  /** The term of an anti-affinity, or the constraint. */
  readonly field: Field;
  readonly selector: Field;
  /** Undefined where templated. */
  readonly topologyKey: string | undefined;
  /** A pod that cannot obey waits. */
  readonly required: boolean;
}

export const HOSTNAME = 'kubernetes.io/hostname';
export const ZONE = 'topology.kubernetes.io/zone';

/** Zones and regions under the names that they have and had: https://kubernetes.io/docs/reference/labels-annotations-taints/ */
const WIDER_THAN_A_NODE: ReadonlySet<string> = new Set([
  ZONE,
  'topology.kubernetes.io/region',
  'failure-domain.beta.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region',
]);

/** True for a topology of zones or larger; also for what cannot be read. */
export function isZone({ topologyKey }: Apart): boolean {
  return topologyKey === undefined || WIDER_THAN_A_NODE.has(topologyKey);
}

/** What keeps the pods of this workload apart, from each other or from others. */
export function apartOf({ pod }: Database): Apart[] {
  const affinity = pod.spec.at('affinity', 'podAntiAffinity');
  const required = affinity.at('requiredDuringSchedulingIgnoredDuringExecution').items();
  const preferred = affinity.at('preferredDuringSchedulingIgnoredDuringExecution').items();
  const terms = [
    ...required.map((field) => ({ field, isRequired: true })),
    ...preferred.map((entry) => ({ field: entry.at('podAffinityTerm'), isRequired: false })),
  ];
  const constraints = pod.spec.at('topologySpreadConstraints').items();
  return [
    ...terms.map(({ field, isRequired }) => apart('anti-affinity', field, isRequired)),
    ...constraints.map((field) => apart('spread', field, field.at('whenUnsatisfiable').string() !== 'ScheduleAnyway')),
  ];
}

function apart(form: Apart['form'], field: Field, required: boolean): Apart {
  const key = field.at('topologyKey').string();
  return { form, field, selector: field.at('labelSelector'), topologyKey: key, required };
}

/** True when a template, a patch or a base may keep the pods apart where it cannot be seen. */
export function mayBeApartUnseen({ pod }: Database): boolean {
  const parts = [
    pod.spec.at('affinity', 'podAntiAffinity'),
    pod.spec.at('affinity', 'podAntiAffinity', 'requiredDuringSchedulingIgnoredDuringExecution'),
    pod.spec.at('affinity', 'podAntiAffinity', 'preferredDuringSchedulingIgnoredDuringExecution'),
    pod.spec.at('topologySpreadConstraints'),
  ];
  return parts.some((part) => !part.absent && !isWhole(part));
}

function isWhole(field: Field): boolean {
  return field.known && !field.object.isOpen(field.path) && field.items().every((item) => item.known);
}
