import { operators } from '../../engines/operators/index.ts';
import type { CustomKind } from '../../engines/operators/index.ts';
import type { Resource } from '../cluster/connection.ts';
import { RESOURCES } from '../cluster/resources.ts';

/** A resource that the inventory watches, and what is missing on the screen without it. */
export interface Watched {
  readonly resource: Resource;
  /** What cannot be said without the right to list and watch it, in plain words. */
  readonly consequence: string;
  /** `first`: the first picture waits for it. `later`: it is watched as well, and only where the API serves it. */
  readonly when: 'first' | 'later';
}

/** Kinds that the API serves only where they were added. */
const autoscaler = (group: string, version: string, plural: string, kind: string): Resource => ({
  group,
  version,
  plural,
  kind,
  namespaced: true,
});

/** Everything that is watched. Never Secrets; ConfigMaps are read by name, when a database's pods name them. */
export const WATCHED: readonly Watched[] = [
  {
    resource: RESOURCES.pods,
    when: 'first',
    consequence: 'members, their readiness and roles are not known',
  },
  {
    resource: RESOURCES.statefulSets,
    when: 'first',
    consequence: 'databases are known by their pods only; stopped ones are not seen',
  },
  {
    resource: RESOURCES.deployments,
    when: 'first',
    consequence: 'databases in Deployments are known by their pods only; stopped ones are not seen',
  },
  {
    resource: RESOURCES.daemonSets,
    when: 'first',
    consequence: 'databases in DaemonSets are known by their pods only',
  },
  {
    resource: RESOURCES.services,
    when: 'first',
    consequence: 'Services that lead to databases are not seen',
  },
  {
    resource: RESOURCES.claims,
    when: 'first',
    consequence: 'the state, class and size of storage are not known, nor claims that nobody uses',
  },
  {
    resource: RESOURCES.endpointSlices,
    when: 'first',
    consequence: 'it is not known to which members a Service leads now',
  },
  {
    resource: RESOURCES.cronJobs,
    when: 'first',
    consequence: 'scheduled backups are not seen',
  },
  {
    resource: RESOURCES.jobs,
    when: 'first',
    consequence: 'backup jobs and how they ended are not seen',
  },
  {
    resource: RESOURCES.disruptionBudgets,
    when: 'first',
    consequence: 'disruption budgets are not checked',
  },
  {
    resource: RESOURCES.nodes,
    when: 'first',
    consequence: 'zones of members and whether their nodes are well are not known',
  },
  {
    resource: RESOURCES.volumes,
    when: 'first',
    consequence: 'reclaim policies, and released volumes with data on them, are not known',
  },
  {
    resource: RESOURCES.storageClasses,
    when: 'first',
    consequence: 'storage classes are not checked',
  },
  {
    resource: autoscaler('autoscaling', 'v2', 'horizontalpodautoscalers', 'HorizontalPodAutoscaler'),
    when: 'later',
    consequence: 'autoscalers that change the number of members are not seen',
  },
  {
    resource: autoscaler('autoscaling.k8s.io', 'v1', 'verticalpodautoscalers', 'VerticalPodAutoscaler'),
    when: 'later',
    consequence: 'autoscalers that restart members are not seen',
  },
  {
    resource: RESOURCES.snapshots,
    when: 'later',
    consequence: 'volume snapshots are not seen',
  },
  {
    resource: RESOURCES.snapshotClasses,
    when: 'later',
    consequence: 'whether volumes can be snapshotted is not known',
  },
];

/** Custom resources of the operators that Plinth knows, and of their backups. */
export const CUSTOM: readonly Watched[] = operators.flatMap(({ name, resource, backups }): Watched[] => [
  {
    resource: customResource(resource),
    when: 'later',
    consequence: `what ${name} says of its databases is not known`,
  },
  ...backups.map((backup): Watched => ({
    resource: customResource(backup),
    when: 'later',
    consequence: `backups by ${name} are not seen`,
  })),
]);

function customResource({ group, version, plural, kind }: CustomKind): Resource {
  return { group, version, plural, kind, namespaced: true };
}
