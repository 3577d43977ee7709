import { isUnknown } from '../model/object.ts';
import type { Engine, Role } from '../model/engine.ts';
import type { Source } from '../model/field.ts';
import type { Container, Workload } from '../model/workload.ts';
import { programName, readCalls, wordsKnown } from '../configuration/calls.ts';
import type { Call } from '../configuration/calls.ts';
import { valueOf } from '../configuration/environment.ts';
import { unreadProgram } from '../configuration/sight.ts';
import { backupSteps } from '../dumping/backup-steps.ts';
import { isPlainTool } from '../configuration/tools.ts';

/** What a container's commands make of it. */
export interface CommandRole {
  /** Undefined where the commands do not say: an unknown script, or none at all. */
  readonly role: Role | undefined;
  /** In plain words: «runs pg_dump». */
  readonly why: string | undefined;
}

/** Programs and options that turn a server's image into something that holds no data. */
const OTHER_SERVERS: readonly {
  readonly program: RegExp;
  readonly option?: RegExp;
  readonly role: Role;
}[] = [
  { program: /^(?:redis|valkey)-sentinel$/u, role: 'arbiter' },
  { program: /^(?:redis|valkey)-server$/u, option: /^--sentinel$/u, role: 'arbiter' },
  { program: /^mongos$/u, role: 'pooler' },
  { program: /^garbd$/u, role: 'arbiter' },
  { program: /^stolon-sentinel$/u, role: 'operator' },
  { program: /^stolon-proxy$/u, role: 'pooler' },
];

/** What the commands of a container say about its part in an engine's life. */
export function roleOfCommands(container: Container, workload: Workload, engine: Engine): CommandRole {
  const calls = readCalls(container);
  const other = otherServer(calls) ?? shardedRouter(container) ?? sentinelByVariable(container, engine);
  if (other !== undefined) return other;
  const server = calls.find((call) => startsServer(call, engine));
  const isBrief = container.init || runsOnce(workload);
  if (server !== undefined && !isBrief) return { role: 'server', why: `runs ${server.program ?? 'its server'}` };
  const backup = calls.find((call) => isBackupCall(call, engine));
  const client = calls.find(({ program = '' }) => engine.clientCommands.includes(program));
  if (isBrief) {
    const why = container.init ? 'is an init container' : 'runs in a job';
    if (backup !== undefined) return { role: 'backup', why: `runs ${backup.program ?? 'a dump'}` };
    return { role: 'client', why: client === undefined ? why : `runs ${client.program ?? 'a client'}` };
  }
  const isUnread =
    unreadProgram(
      container,
      calls.map(({ program = '' }) => program),
    ) !== undefined;
  if (calls.length === 0 || !wordsKnown(container) || isUnread || calls.some((call) => isUnclear(call, engine))) {
    return roleOfPorts(container, engine);
  }
  if (backup !== undefined) return { role: 'backup', why: `runs ${backup.program ?? 'a dump'}` };
  const shown = client ?? calls[0];
  return { role: 'client', why: `runs ${shown?.program ?? 'a tool'} and no server` };
}

/** Sentinel's own port: https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/ */
const SENTINEL_PORT = 26379;

/**
 * What a container is there for when its command does not say: one that opens ports, and none of the engine's, and keeps nothing
 * where the engine's data lies, runs something else out of the engine's image.
 */
function roleOfPorts(container: Container, engine: Engine): CommandRole {
  const ports = container.ports.map(({ port }) => port);
  const [first] = ports;
  const isOwn = ports.some((port) => port === undefined || port === engine.clientPort.value);
  if (container.command.length === 0 || first === undefined || isOwn) return { role: undefined, why: undefined };
  if ((engine.id === 'redis' || engine.id === 'valkey') && ports.includes(SENTINEL_PORT)) {
    return { role: 'arbiter', why: `opens Sentinel's port ${String(SENTINEL_PORT)}` };
  }
  const isOther = ports.some((port) => port !== undefined && engine.otherPorts.includes(port));
  const holdsData = container.mounts.some(({ path }) => engine.dataPaths.some((data) => path?.startsWith(data)));
  if (isOther || holdsData) return { role: undefined, why: undefined };
  return { role: 'client', why: `opens port ${String(first)} and not ${String(engine.clientPort.value)}` };
}

/** Jobs, pods that are not restarted, and the test pods of a chart end when their work is done. */
function runsOnce({ kind, pod, root }: Workload): boolean {
  if (kind === 'Job' || kind === 'CronJob') return true;
  const hook = root.at('metadata', 'annotations', 'helm.sh/hook').string() ?? '';
  return (
    kind === 'Pod' &&
    (/^(?:Never|OnFailure)$/u.test(pod.spec.at('restartPolicy').string() ?? '') || hook.startsWith('test'))
  );
}

/** A tool of an engine that a container runs. */
export interface FoundTool {
  readonly engine: Engine;
  readonly role: 'backup' | 'client';
  readonly program: string;
  readonly source: Source | undefined;
}

/** The first backup or client tool of any of these engines, for an image that says nothing. */
export function findTool(container: Container, engines: readonly Engine[]): FoundTool | undefined {
  const calls = [...readCalls(container), ...callsElsewhere(container)];
  for (const role of ['backup', 'client'] as const) {
    for (const engine of engines) {
      const programs = role === 'backup' ? engine.backupCommands : engine.clientCommands;
      const call = calls.find((one) =>
        role === 'backup' ? isBackupCall(one, engine) : programs.includes(one.program ?? ''),
      );
      if (call !== undefined) return { engine, role, program: call.program ?? '', source: call.source };
      // `args: ["pg_dump -U me > dump.sql"]` does not run, but shows what is meant.
      const line = container.words.find(({ value }) => programs.includes(value.split(' ', 1)[0] ?? ''));
      if (line !== undefined) return { engine, role, program: line.value.split(' ', 1)[0] ?? '', source: line.source };
    }
  }
  return undefined;
}

/** What `kubectl exec` runs in other pods: that is what the container is there for. */
function callsElsewhere(container: Container): Pick<Call, 'program' | 'source' | 'words'>[] {
  const isKubectl = container.words.some(({ value }) => /\b(?:kubectl|oc)\b/u.test(value));
  const isFile = container.files.some(({ text }) => /\b(?:kubectl|oc)\s/u.test(text));
  return isKubectl || isFile ? backupSteps(container).filter(({ elsewhere }) => elsewhere) : [];
}

function isBackupCall({ program = '', words }: Pick<Call, 'program' | 'words'>, engine: Engine): boolean {
  if (engine.backupCommands.includes(program)) return true;
  return (engine.backupCalls ?? []).some(
    (one) => one.program === program && words.some(({ value }) => one.word.test(value)),
  );
}

/** True when a call starts one of the engine's servers, itself or through a script that is handed the server as its arguments. */
export function startsServer({ program, words, from }: Call, engine: Engine): boolean {
  if (program === undefined) return false;
  if (engine.serverCommands.includes(program)) return true;
  const isOpaque = from === 'argument' && !isPlainTool(program) && !isTool(program, engine);
  return isOpaque && words.some(({ value }) => engine.serverCommands.includes(programName(value)));
}

function isTool(program: string, engine: Engine): boolean {
  return engine.clientCommands.includes(program) || engine.backupCommands.includes(program);
}

/** A call that may end in starting the server: the image's entrypoint, an unknown script, a variable. */
function isUnclear({ program }: Call, engine: Engine): boolean {
  return program === undefined || isUnknown(program) || !(isPlainTool(program) || isTool(program, engine));
}

function otherServer(calls: readonly Call[]): CommandRole | undefined {
  for (const { program = '', words } of calls) {
    const other = OTHER_SERVERS.find(
      (one) =>
        one.program.test(program) && (one.option === undefined || words.some(({ value }) => one.option?.test(value))),
    );
    if (other !== undefined) return { role: other.role, why: `runs ${program}${other.option ? ' as a sentinel' : ''}` };
  }
  return undefined;
}

/** https://github.com/bitnami/containers/tree/main/bitnami/mongodb-sharded#configuration */
function shardedRouter(container: Container): CommandRole | undefined {
  if (valueOf(container, 'MONGODB_SHARDING_MODE') !== 'mongos') return undefined;
  return { role: 'pooler', why: 'MONGODB_SHARDING_MODE is mongos' };
}

/**
 * The Redis image of Kubernetes' own examples, and those built like it, start a sentinel when this variable says so:
 * https://github.com/kubernetes/examples/blob/master/_archived/storage/redis/image/run.sh
 */
function sentinelByVariable(container: Container, { id }: Engine): CommandRole | undefined {
  const isRedis = id === 'redis' || id === 'valkey';
  if (!isRedis || container.words.length > 0 || valueOf(container, 'SENTINEL') !== 'true') return undefined;
  return { role: 'arbiter', why: 'SENTINEL is true' };
}
