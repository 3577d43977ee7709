import type { Right } from '../../cluster/connection.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import type { Step } from '../../runner/step.ts';

/** Running a script in a container: which of the two verbs the API server asks for hangs on its version. https://kubernetes.io/docs/reference/access-authn-authz/authorization/ */
export function execRights(namespace: string): Right[] {
  return ['get', 'create'].map((verb) => ({ verb, resource: RESOURCES.pods, subresource: 'exec', namespace }));
}

/** What planning itself reads: whoever takes the operation up again plans anew, with the same rights. */
export function planningRights(namespace: string): Right[] {
  const { statefulSets, configMaps, services, pods, claims, jobs } = RESOURCES;
  const get = [statefulSets, configMaps, services, pods, claims].map((resource) => ({ verb: 'get', resource }));
  return [
    ...get.map((right) => ({ ...right, namespace })),
    { verb: 'list', resource: jobs, namespace },
    ...execRights(namespace),
  ];
}

/** The same steps; the first names what planning reads, so that the rights are checked before anything begins. `login`: a Secret whose account is looked at. */
export function withPlanning(steps: readonly Step[], namespace: string, login?: string): Step[] {
  const account = login === undefined ? [] : [{ verb: 'get', resource: RESOURCES.secrets, namespace, name: login }];
  return steps.map((step, index) =>
    index > 0 ? step : { ...step, needs: [...step.needs, ...planningRights(namespace), ...account] },
  );
}
