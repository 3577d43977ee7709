import type { Client } from '../transport/client.ts';
import type { Access, RequestOptions, Right } from '../connection.ts';
import { ClusterTrouble } from '../trouble.ts';

/** Asks whether one may do something. https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/self-subject-access-review-v1/ */
export async function may(client: Client, right: Right, options: RequestOptions = {}): Promise<Access> {
  const { verb, resource, subresource, namespace, name } = right;
  const resourceAttributes = {
    verb,
    group: resource.group,
    version: resource.version,
    resource: resource.plural,
    ...(subresource === undefined ? {} : { subresource }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(name === undefined ? {} : { name }),
  };
  const body = JSON.stringify({
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    spec: { resourceAttributes },
  });
  const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
  const answer = await client.send({ method: 'POST', path, body, contentType: 'application/json' }, options);
  const status = (answer as { status?: { allowed?: unknown; reason?: unknown } } | null)?.status;
  if (typeof status?.allowed !== 'boolean')
    throw new ClusterTrouble('broken', 'The cluster’s answer about your rights cannot be understood.');
  const { reason } = status;
  return { allowed: status.allowed, ...(typeof reason === 'string' && reason !== '' ? { reason } : {}) };
}
