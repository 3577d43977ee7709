import type { Json } from '../../engines/model/object.ts';
import type { Connection, Right } from '../cluster/connection.ts';
import { RESOURCES } from '../cluster/resources.ts';
import { WATCHED } from '../inventory/resources.ts';
import type { Plan } from '../runner/plan.ts';
import { RUNNER_NEEDS, RUNNER_WISHES } from '../runner/rights.ts';

const { pods } = RESOURCES;

/** Access reviews at a time. */
const WIDTH = 8;

/** What runner pods cannot do without beside the plan: the lock, the journal, and a look at one another. */
const POD_NEEDS: readonly Right[] = [...RUNNER_NEEDS, ...['get', 'list'].map((verb) => ({ verb, resource: pods }))];

/** What they plan with, as far as the person may do it: without a right the picture has a gap, as it has for the person. */
const PLANNING: readonly Right[] = [
  ...RUNNER_WISHES,
  ...WATCHED.filter(({ resource }) => resource.namespaced).flatMap(({ resource }) =>
    ['get', 'list', 'watch'].map((verb) => ({ verb, resource })),
  ),
  ...[RESOURCES.networkPolicies, RESOURCES.resourceQuotas].flatMap((resource) =>
    ['get', 'list'].map((verb) => ({ verb, resource })),
  ),
  ...['get', 'create'].map((verb) => ({ verb, resource: pods, subresource: 'exec' })),
];

/** What a Role for one operation holds. */
export interface RunnerRights {
  /** In the database's namespace. */
  readonly inside: readonly Right[];
  /** Rights of the plan that no Role of that namespace can give. */
  readonly outside: readonly Right[];
}

/** The rights of the pods that run a plan: those of its steps and of the runner, and those to plan with that the person has. Throws {@link ../cluster/trouble.ClusterTrouble}. */
export async function rightsFor(connection: Pick<Connection, 'may'>, plan: Plan): Promise<RunnerRights> {
  const { namespace } = plan.database;
  const needs = plan.steps.flatMap((step) => step.needs);
  const isInside = (right: Right): boolean => right.resource.namespaced && right.namespace === namespace;
  const wished = PLANNING.map((right) => ({ ...right, namespace }));
  const held: Right[] = [];
  for (let first = 0; first < wished.length; first += WIDTH) {
    const some = wished.slice(first, first + WIDTH);
    const answers = await Promise.all(some.map((right) => connection.may(right)));
    held.push(...some.filter((_, index) => answers[index]?.allowed === true));
  }
  return {
    inside: [...POD_NEEDS.map((right) => ({ ...right, namespace })), ...needs.filter(isInside), ...held],
    outside: needs.filter((right) => !isInside(right)),
  };
}

/**
 * Rules of a Role for rights in its namespace, one for each resource, in alphabetical order.
 * https://kubernetes.io/docs/reference/access-authn-authz/rbac/#role-and-clusterrole
 */
export function rulesOf(rights: readonly Right[]): readonly Json[] {
  const rules = new Map<string, { readonly group: string; readonly what: string; readonly verbs: Set<string> }>();
  for (const { resource, subresource, verb, name } of rights) {
    const what = subresource === undefined ? resource.plural : `${resource.plural}/${subresource}`;
    // RBAC knows no name for what is yet to be made, listed or watched.
    const named = name !== undefined && !['create', 'list', 'watch'].includes(verb) ? name : '';
    const key = `${resource.group}/${what}/${named}`;
    const rule = rules.get(key) ?? { group: resource.group, what, verbs: new Set() };
    rules.set(key, rule);
    rule.verbs.add(verb);
  }
  return [...rules].sort().map(([key, { group, what, verbs }]) => {
    const name = key.slice(`${group}/${what}/`.length);
    return {
      apiGroups: [group],
      resources: [what],
      ...(name === '' ? {} : { resourceNames: [name] }),
      verbs: [...verbs].sort(),
    };
  });
}
