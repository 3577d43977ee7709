import type { Database } from '../../../engines/model/database.ts';
import type { ApiObject } from '../../cluster/connection.ts';
import { fsGroupOf, groupOf, placeOf, userOf } from '../../backups/job-user.ts';

/** What a Job needs to read the data directory of a member on which no server runs. */
export interface ReaderJob {
  readonly name: string;
  readonly namespace: string;
  /** The operation's id. */
  readonly operation: string;
  /** The claim that holds the data. */
  readonly claim: string;
  /** Prints its findings to the file `/dev/termination-log`. */
  readonly script: string;
  readonly database: Database;
  /** What the script finds in its environment beside `$DATA`. No secret. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Where the kubelet reads a container's last words. https://kubernetes.io/docs/tasks/debug/debug-application/determine-reason-pod-failure/ */
const LAST_WORDS = '/dev/termination-log';

/** The manifest of a Job that reads the data directory in the server's own image, and can change nothing there. Undefined where the place of the data is out of sight. */
export function readerJob({
  name,
  namespace,
  operation,
  claim,
  script,
  database,
  env = {},
}: ReaderJob): ApiObject | undefined {
  const { container, pod, data } = database;
  const { directory, mount } = data;
  const image = container.image?.reference;
  if (directory === undefined || mount?.path === undefined || image === undefined) return undefined;
  const server = { container: container.field, podSpec: pod.spec };
  const user = userOf(server);
  const labels = {
    'app.kubernetes.io/managed-by': 'plinth',
    'plinth.dev/operation': operation,
    'plinth.dev/database': database.workload.root.at('metadata', 'name').string() ?? '',
  };
  const pull = container.field.at('imagePullPolicy').string();
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, namespace, labels },
    spec: {
      backoffLimit: 0,
      activeDeadlineSeconds: 300,
      ttlSecondsAfterFinished: 3600,
      template: {
        metadata: { labels },
        spec: {
          ...placeOf(server),
          restartPolicy: 'Never',
          automountServiceAccountToken: false,
          securityContext: {
            runAsNonRoot: true,
            runAsUser: user,
            runAsGroup: groupOf(server, user),
            fsGroup: fsGroupOf(server, user),
            // The files belong to this group already: nothing of the data is touched.
            fsGroupChangePolicy: 'OnRootMismatch',
            seccompProfile: { type: 'RuntimeDefault' },
          },
          containers: [
            {
              name: 'reader',
              image,
              ...(pull === undefined ? {} : { imagePullPolicy: pull }),
              command: ['sh', '-c', `{\n${script}\n} > ${LAST_WORDS}`.replaceAll('$', () => '$$')],
              env: [
                { name: 'DATA', value: directory.path },
                ...Object.entries(env).map(([variable, value]) => ({
                  name: variable,
                  value: value.replaceAll('$', () => '$$'),
                })),
              ],
              resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '256Mi' } },
              securityContext: {
                allowPrivilegeEscalation: false,
                readOnlyRootFilesystem: true,
                capabilities: { drop: ['ALL'] },
              },
              volumeMounts: [
                {
                  name: 'data',
                  mountPath: mount.path,
                  readOnly: true,
                  ...(mount.subPath === undefined ? {} : { subPath: mount.subPath }),
                },
              ],
            },
          ],
          volumes: [{ name: 'data', persistentVolumeClaim: { claimName: claim } }],
        },
      },
    },
  };
}
