import { access, readFile } from 'node:fs/promises';
import { isIPv6 } from 'node:net';
import { join } from 'node:path';
import type { KubeContext } from '../context.ts';
import type { Definition } from './kubeconfig-entries.ts';

/** Where Kubernetes mounts a pod's own account. https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/ */
export const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The context of the pod in which this process runs; undefined outside of a pod. */
export async function inClusterContext(
  env: Readonly<Record<string, string | undefined>>,
  folder: string,
): Promise<{ readonly context: KubeContext; readonly definition: Definition } | undefined> {
  const host = env['KUBERNETES_SERVICE_HOST'];
  const tokenFile = join(folder, 'token');
  const caFile = join(folder, 'ca.crt');
  if (host === undefined || host === '') return undefined;
  try {
    await Promise.all([access(tokenFile), access(caFile)]);
  } catch {
    return undefined;
  }
  const server = `https://${isIPv6(host) ? `[${host}]` : host}:${env['KUBERNETES_SERVICE_PORT'] ?? '443'}`;
  const namespace = await readFile(join(folder, 'namespace'), 'utf8').catch(() => '');
  const context: KubeContext = {
    id: 'in-cluster',
    name: 'in-cluster',
    file: tokenFile,
    cluster: 'in-cluster',
    server,
    user: 'service account',
    namespace: namespace.trim() === '' ? undefined : namespace.trim(),
    current: false,
    credentials: 'token file',
    impersonates: undefined,
    problems: [],
  };
  const nothing = undefined;
  return {
    context,
    definition: {
      cluster: {
        file: caFile,
        server,
        tlsServerName: nothing,
        insecure: false,
        caFile,
        caData: nothing,
        proxyUrl: nothing,
      },
      user: {
        file: tokenFile,
        certFile: nothing,
        certData: nothing,
        keyFile: nothing,
        keyData: nothing,
        token: nothing,
        tokenFile,
        username: nothing,
        password: nothing,
        exec: nothing,
        authProvider: nothing,
        as: nothing,
        asUid: nothing,
        asGroups: [],
        asExtra: {},
      },
    },
  };
}
