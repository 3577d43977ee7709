import type { JobScript } from '../../../engines/model/dump.ts';
import { fsGroupOf, groupOf, placeOf, userOf } from '../../backups/job-user.ts';
import { inheritVariables } from '../../backups/job-variables.ts';
import type { ApiObject } from '../../cluster/connection.ts';
import type { Rejoining } from './rejoining.ts';

/** Where the kubelet reads a container's last words. https://kubernetes.io/docs/tasks/debug/debug-application/determine-reason-pod-failure/ */
const LAST_WORDS = '/dev/termination-log';

/** Seconds until Kubernetes ends a Job that copies a member's data. */
export const JOB_DEADLINE = 6 * 3_600;

/** One Job that works on the member's volume. */
export interface VolumeJob {
  readonly name: string;
  /** The operation's id. */
  readonly operation: string;
  readonly script: JobScript;
  /** Lines of the primary's facts. */
  readonly facts: string;
}

/**
 * The manifest of a Job that mounts a member's claim as its own server does, in the server's image and as its user, and may write to it. Undefined where the place of
 * the data is out of sight.
 */
export function volumeJob(
  { switching, model, claim, primary, clones, login }: Rejoining,
  { name, operation, script: { script, inherits }, facts }: VolumeJob,
): ApiObject | undefined {
  const { container, pod, data } = model;
  const { directory, mount } = data;
  const image = container.image?.reference;
  if (directory === undefined || mount?.path === undefined || image === undefined) return undefined;
  const server = { container: container.field, podSpec: pod.spec };
  const user = userOf(server);
  const { namespace, leader: member, upstream } = switching;
  const labels = {
    'app.kubernetes.io/managed-by': 'plinth',
    'plinth.dev/operation': operation,
    'plinth.dev/database': model.workload.root.at('metadata', 'name').string() ?? '',
  };
  const inherited = inheritVariables({ ...server, login }, inherits);
  const pull = container.field.at('imagePullPolicy').string();
  const told = {
    DATA: directory.path,
    ROOT: mount.path,
    ID: operation,
    MEMBER: member,
    HOST: primary.host,
    PORT: String(primary.port),
    FOLLOW_HOST: upstream.host,
    FOLLOW_PORT: String(upstream.port),
    FACTS: facts,
    CLONES: clones ? 'yes' : 'no',
  };
  const whole = `{\n${inherited.prelude}\n${script}\n} > ${LAST_WORDS}`;
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, namespace, labels },
    spec: {
      backoffLimit: 0,
      activeDeadlineSeconds: JOB_DEADLINE,
      ttlSecondsAfterFinished: 86_400,
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
            // The files belong to this group already.
            fsGroupChangePolicy: 'OnRootMismatch',
            seccompProfile: { type: 'RuntimeDefault' },
          },
          containers: [
            {
              name: 'rejoin',
              image,
              ...(pull === undefined ? {} : { imagePullPolicy: pull }),
              command: ['sh', '-c', whole.replaceAll('$', () => '$$')],
              env: [
                ...inherited.env,
                ...Object.entries(told).map(([variable, value]) => ({
                  name: variable,
                  value: value.replaceAll('$', () => '$$'),
                })),
              ],
              resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '1Gi' } },
              securityContext: {
                allowPrivilegeEscalation: false,
                readOnlyRootFilesystem: true,
                capabilities: { drop: ['ALL'] },
              },
              volumeMounts: [
                {
                  name: 'data',
                  mountPath: mount.path,
                  ...(mount.subPath === undefined ? {} : { subPath: mount.subPath }),
                },
                { name: 'tmp', mountPath: '/tmp' },
                ...inherited.mounts,
              ],
            },
          ],
          volumes: [
            { name: 'data', persistentVolumeClaim: { claimName: claim } },
            { name: 'tmp', emptyDir: {} },
            ...inherited.volumes,
          ],
        },
      },
    },
  };
}
