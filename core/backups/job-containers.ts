import type { Json } from '../../engines/model/object.ts';
import type { EngineSide, MoverSide } from './data-job.ts';
import { credentials, destinationMounts } from './job-destination.ts';
import { dumpingScript, MEETING, MOVER_START, restoringScript } from './job-scripts.ts';
import { inheritsOf, inheritVariables, type InheritedVariables } from './job-variables.ts';

const SECURE = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
} as const;

const MEETING_MOUNTS = [
  { name: 'meeting', mountPath: MEETING },
  { name: 'scratch', mountPath: '/tmp' },
] as const;

/** What the two containers of a Job ask for, and may use at most. */
export const JOB_RESOURCES = {
  engine: { requests: { cpu: '250m', memory: '256Mi' }, limits: { memory: '1Gi' } },
  mover: { requests: { cpu: '250m', memory: '256Mi' }, limits: { memory: '768Mi' } },
} as const;

/** What the engine's container inherits of the server's. */
export function inheritedBy(engine: EngineSide): InheritedVariables {
  const { container, podSpec, login, account } = engine;
  return inheritVariables({ container, podSpec, login, account }, inheritsOf(engine));
}

/** The container of the server's own image. */
export function engineContainer(engine: EngineSide): Json {
  const { does, container, image, script, around, verify, host, port, facts, data } = engine;
  const { env, prelude, mounts } = inheritedBy(engine);
  const pull = container.at('imagePullPolicy').string();
  const mount = data && {
    name: 'data',
    mountPath: data.mountPath,
    ...(data.subPath === undefined ? {} : { subPath: data.subPath }),
  };
  return {
    name: 'engine',
    image,
    ...(pull === undefined ? {} : { imagePullPolicy: pull }),
    command: ['sh', '-c', literally(does === 'dump' ? dumpingScript(prelude) : restoringScript(prelude))],
    env: [
      { name: 'HOST', value: host },
      { name: 'PORT', value: String(port) },
      { name: 'HOME', value: '/tmp' },
      ...(data ? [{ name: 'DATA', value: data.path }] : []),
      // A variable's text would be expanded by the kubelet where `$(NAME)` stands in it.
      { name: 'PLINTH_SCRIPT', value: literally(script.script) },
      ...(around ? [{ name: 'PLINTH_AROUND', value: literally(around.script) }] : []),
      ...(verify ? [{ name: 'PLINTH_VERIFY', value: literally(verify.script) }] : []),
      ...queryVariables(engine),
      { name: 'PLINTH_FACTS', value: literally(facts) },
      ...env,
    ],
    resources: JOB_RESOURCES.engine,
    securityContext: SECURE,
    volumeMounts: [...MEETING_MOUNTS, ...mounts, ...(mount ? [mount] : [])],
  };
}

function queryVariables({ query }: EngineSide): Json[] {
  if (query === undefined) return [];
  const { text, database, script } = query;
  return [
    { name: 'PLINTH_QUERY', value: literally(text) },
    ...(database === undefined ? [] : [{ name: 'PLINTH_QUERY_DATABASE', value: literally(database) }]),
    { name: 'PLINTH_ASK', value: literally(script.script) },
  ];
}

/** It may be absent: then the mover says that it has no key. */
const identityOf = (name: string): Json => ({
  name: 'PLINTH_AGE_IDENTITY',
  valueFrom: { secretKeyRef: { name, key: 'identity', optional: true } },
});

/** The container that moves the data. */
export function moverContainer({ image, request, destination, identity }: MoverSide): Json {
  return {
    name: 'mover',
    image,
    command: ['sh', '-c', literally(MOVER_START)],
    env: [
      { name: 'PLINTH_REQUEST', value: literally(JSON.stringify(request)) },
      ...credentials(destination),
      ...(identity === undefined ? [] : [identityOf(identity)]),
    ],
    resources: JOB_RESOURCES.mover,
    securityContext: SECURE,
    volumeMounts: [
      ...MEETING_MOUNTS,
      { name: 'program', mountPath: '/plinth-mover', readOnly: true },
      ...destinationMounts(destination),
    ],
  };
}

/** `$$` is the kubelet's way to write `$` in commands and variables, where it would expand `$(NAME)`. https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/ */
function literally(text: string): string {
  return text.replaceAll('$', () => '$$');
}
