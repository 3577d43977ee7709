import type { JobScript } from '../../../engines/model/dump.ts';
import type { Field } from '../../../engines/model/field.ts';
import type { Json } from '../../../engines/model/object.ts';
import { fsGroupOf, groupOf, placeOf, userOf } from '../../backups/job-user.ts';
import { inheritVariables } from '../../backups/job-variables.ts';
import type { ApiObject } from '../../cluster/connection.ts';

/** Where the runner leaves its signs, in the Job's container. */
export const MEET = '/plinth';

/** What its container asks for, and may use at most. */
export const SESSION_RESOURCES = { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '256Mi' } } as const;

/** A Job of the server's own image and user, with one container `engine`. */
export interface EngineJob {
  readonly name: string;
  readonly namespace: string;
  readonly container: Field;
  readonly podSpec: Field;
  readonly image: string;
  readonly podLabels: Readonly<Record<string, string>>;
  /** A Secret with a password that the workload has as plain text. */
  readonly login?: string | undefined;
  readonly scripts: { readonly main: JobScript; readonly around?: JobScript | undefined };
  readonly variables: Readonly<Record<string, string>>;
  /** Claims that it mounts. */
  readonly claims: readonly {
    readonly volume: string;
    readonly claim: string;
    readonly path: string;
    readonly subPath?: string | undefined;
  }[];
  /** Seconds until Kubernetes ends it. */
  readonly deadline: number;
}

/** Seconds that an ended Job stays, for its log. */
const KEPT = 3_600;
/** Seconds for counting, each time. */
const COUNTING = 120;

/** Runs `$PLINTH_SCRIPT`, and before and after it, where there is one, `$PLINTH_AROUND`: its lines get `before.` and `after.` in front. It ends at once when asked to. */
const RUNNING = [
  "trap 'exit 143' TERM INT",
  'umask 077',
  `limit=''; ! command -v timeout >/dev/null || limit='timeout ${COUNTING}'`,
  'around() {',
  '  [ -n "${PLINTH_AROUND:-}" ] || return 0',
  // Half of it says nothing; not counted is no failure.
  '  { $limit sh -c "$PLINTH_AROUND" > /tmp/around && sed "s/^/$1./" /tmp/around; } & wait $! || :',
  '}',
  'around before',
  'sh -c "$PLINTH_SCRIPT" & wait $! || exit $?',
  'around after',
];

/** The Job's manifest; labels come with {@link ../../runner/hand.Hand.create}. */
export function engineJob(job: EngineJob): ApiObject {
  const { name, namespace, container, podSpec, image, login, scripts, variables, claims, deadline, podLabels } = job;
  const { main, around } = scripts;
  const inherits = [...main.inherits];
  for (const one of around?.inherits ?? []) if (!inherits.some((other) => other.name === one.name)) inherits.push(one);
  const { env, prelude, volumes, mounts } = inheritVariables({ container, podSpec, login }, inherits);
  const server = { container, podSpec };
  const user = userOf(server);
  const pull = container.at('imagePullPolicy').string();
  const variable = ([key, value]: readonly [string, string]): Json => ({ name: key, value: literally(value) });
  const spec: Json = {
    restartPolicy: 'Never',
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    // What the session holds must not outlive the wish to end it.
    terminationGracePeriodSeconds: 5,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: user,
      runAsGroup: groupOf(server, user),
      fsGroup: fsGroupOf(server, user),
      fsGroupChangePolicy: 'OnRootMismatch',
      seccompProfile: { type: 'RuntimeDefault' },
    },
    ...placeOf(server),
    containers: [
      {
        name: 'engine',
        image,
        ...(pull === undefined ? {} : { imagePullPolicy: pull }),
        command: ['sh', '-c', literally([prelude, ...RUNNING].filter((line) => line !== '').join('\n'))],
        env: [
          ...Object.entries({ ...variables, HOME: '/tmp', MEET }).map(variable),
          variable(['PLINTH_SCRIPT', main.script]),
          ...(around === undefined ? [] : [variable(['PLINTH_AROUND', around.script])]),
          ...env,
        ],
        resources: SESSION_RESOURCES,
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        },
        volumeMounts: [
          { name: 'meeting', mountPath: MEET },
          { name: 'scratch', mountPath: '/tmp' },
          ...mounts,
          ...claims.map(({ volume, path, subPath }) => ({
            name: volume,
            mountPath: path,
            ...(subPath === undefined ? {} : { subPath }),
          })),
        ],
      },
    ],
    volumes: [
      { name: 'meeting', emptyDir: {} },
      { name: 'scratch', emptyDir: {} },
      ...volumes,
      ...claims.map(({ volume, claim }) => ({ name: volume, persistentVolumeClaim: { claimName: claim } })),
    ],
  };
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, namespace },
    spec: {
      // A session that failed is not to be tried again behind the runner's back.
      backoffLimit: 0,
      activeDeadlineSeconds: deadline,
      ttlSecondsAfterFinished: KEPT,
      template: { metadata: { labels: { ...podLabels, 'app.kubernetes.io/managed-by': 'plinth' } }, spec },
    },
  };
}

/** `$$` is the kubelet's way to write `$` in commands and variables. https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/ */
function literally(text: string): string {
  return text.replaceAll('$', () => '$$');
}
