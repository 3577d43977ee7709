import type { Client } from '../transport/client.ts';
import type { RequestOptions, Resource, Rules } from '../connection.ts';

/** https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/self-subject-rules-review-v1/ */
export async function reviewRules(client: Client, namespace: string, options: RequestOptions = {}): Promise<Rules> {
  const kind = 'SelfSubjectRulesReview';
  const body = JSON.stringify({ apiVersion: 'authorization.k8s.io/v1', kind, spec: { namespace } });
  const path = '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews';
  const answer = await client.send({ method: 'POST', path, body, contentType: 'application/json' }, options);
  const status = (answer as { status?: { resourceRules?: Rules['rules'] | null; incomplete?: boolean } } | null)
    ?.status;
  return { rules: status?.resourceRules ?? [], incomplete: status?.incomplete !== false };
}

/** Whether the rules let one list and watch all objects of a resource. */
export function mayFollow({ rules }: Rules, { group, plural }: Resource): boolean {
  const allows = (verb: string): boolean =>
    rules.some(
      ({ verbs = [], apiGroups = [], resources = [], resourceNames = [] }) =>
        has(verbs, verb) && has(apiGroups, group) && has(resources, plural) && resourceNames.length === 0,
    );
  return allows('list') && allows('watch');
}

const has = (list: readonly string[], one: string): boolean => list.includes(one) || list.includes('*');
