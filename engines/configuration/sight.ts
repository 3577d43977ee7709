import type { EngineContext } from '../model/engine.ts';
import type { Container } from '../model/workload.ts';
import { programName, readCalls, wordsKnown } from './calls.ts';
import { configurationVariablesSeen } from './environment.ts';
import { readShell } from '../shell/commands.ts';
import { isPlainTool } from './tools.ts';

/** Sidecars that watch, log or proxy and never set up a database: words of their images' names. */
const HARMLESS_SIDECAR =
  /exporter|metrics|statsd|telegraf|fluent|filebeat|promtail|vector$|logrotate|pgbouncer|proxysql|haproxy|envoy|istio|linkerd|cloudsql|gce-proxy|vault|pgadmin|phpmyadmin|adminer|mongo-express|redis-commander|redisinsight/u;

/** What an engine knows of its own images and programs. */
export interface Sight {
  /** Programs whose behaviour is known: the server, its tools, the images' start scripts. */
  readonly programs: readonly string[];
  /** True when variables of this image can change what is asked. */
  readonly environmentMatters: boolean;
}

/**
 * Why something that cannot be seen may configure this server, in plain words; undefined when everything is in sight: arguments,
 * variables, mounted files, scripts, and what the pod's other containers are there for.
 */
export function outOfSight(context: EngineContext, sight: Sight): string | undefined {
  const { container, pod } = context;
  if (container.image === undefined) return 'the image is not known';
  for (const one of pod.containers) {
    const name = one.name ?? 'a container';
    if (one !== container && !one.init && hasHarmlessImage(one)) continue;
    if (!wordsKnown(one)) return `a template may add to what ${name} runs`;
    const unread =
      unreadProgram(one, sight.programs) ?? hookPrograms(one).find((program) => !isRead(one, program, sight.programs));
    if (unread !== undefined) return `${unread} cannot be read`;
    if (one === container) continue;
    if (!one.init && !isHarmless(one, sight.programs)) return `${name} runs beside it, and what it does cannot be seen`;
    if (one.init && one.words.length === 0) return `the init container ${name} runs what its image holds`;
  }
  if (!pod.spec.known || pod.spec.object.isOpen([...pod.spec.path, 'containers'])) {
    return 'a template may add containers';
  }
  if (preparers(context).some((one) => !one.filesComplete)) {
    return 'an init container prepares configuration out of files that cannot be seen';
  }
  if (!container.filesComplete) return 'configuration files are mounted that cannot be seen';
  if (sight.environmentMatters && !configurationVariablesSeen(container)) return 'variables come from out of sight';
  return undefined;
}

/** A program that a container runs and that is neither known nor readable here; hooks are asked for on their own. */
export function unreadProgram(container: Container, known: readonly string[]): string | undefined {
  for (const { program, source, words } of readCalls(container)) {
    if (program === undefined || source === undefined) continue;
    if (SHELL.test(program)) {
      const file = words.find(({ value }) => !value.startsWith('-'))?.value;
      const isInline = words.some(({ value }) => /^-\w*c$/u.test(value));
      if (file !== undefined && !isInline && !isMounted(container, file)) return file;
    } else if (!isRead(container, program, known)) return program;
  }
  // A shell that is the command itself is no call of its own: its script may be a file.
  const [first, second] = container.words;
  const isShellFile =
    first !== undefined && SHELL.test(programName(first.value)) && second?.value.startsWith('-') === false;
  return isShellFile && !isMounted(container, second.value) ? second.value : undefined;
}

function isRead(container: Container, program: string, known: readonly string[]): boolean {
  return known.includes(program) || isPlainTool(program) || isMounted(container, program);
}

function isMounted({ files }: Container, path: string): boolean {
  return files.some((file) => file.path === path || file.path.endsWith(`/${programName(path)}`));
}

/** The programs of a postStart hook. */
function hookPrograms({ field }: Container): string[] {
  const words = field.at('lifecycle', 'postStart', 'exec', 'command').strings();
  const [first = ''] = words;
  if (!SHELL.test(programName(first))) return first === '' ? [] : [programName(first)];
  const commands = readShell(words.at(-1) ?? '');
  return commands.flatMap((command) => command.words.slice(0, 1).map(({ text }) => programName(text)));
}

const SHELL = /^(?:ba|da|a|z|k)?sh$/u;

/** Where servers look for configuration; an emptyDir there is filled by an init container. */
const CONFIGURATION_PLACE = /conf|cnf|\/etc(?:\/|$)/u;

/** Names of volumes that init containers fill with configuration. */
function preparedVolumes(container: Container): ReadonlySet<string> {
  const names = container.mounts.flatMap(({ path, volume }) =>
    volume?.kind === 'empty-dir' && path !== undefined && CONFIGURATION_PLACE.test(path) ? (volume.name ?? []) : [],
  );
  return new Set(names);
}

/** The init containers that write configuration for this one. */
function preparers({ container, pod }: EngineContext): Container[] {
  const volumes = preparedVolumes(container);
  return pod.containers.filter(
    (one) => one.init && one.mounts.some(({ volumeName }) => volumeName !== undefined && volumes.has(volumeName)),
  );
}

/**
 * True when an init container may write configuration that moves the data elsewhere: it fills a configuration directory, and either
 * cannot be read or speaks of the setting.
 */
export function mayPrepareDirectory(context: EngineContext, known: readonly string[], setting: RegExp): boolean {
  const inits = preparers(context);
  const isRead = (one: Container) =>
    one.words.length > 0 && one.filesComplete && wordsKnown(one) && unreadProgram(one, known) === undefined;
  return inits.some((one) => !isRead(one) || textsOfContainer(one).some((text) => setting.test(text)));
}

function textsOfContainer({ words, files }: Container): string[] {
  return [...words.map(({ value }) => value), ...files.map(({ text }) => text)];
}

function hasHarmlessImage({ image }: Container): boolean {
  return HARMLESS_SIDECAR.test(image?.repository.split('/').at(-1) ?? '');
}

/** It runs nothing but programs that are known. */
function isHarmless(container: Container, known: readonly string[]): boolean {
  const calls = readCalls(container);
  return (
    calls.length > 0 &&
    calls.every(({ program }) => program !== undefined && (known.includes(program) || isPlainTool(program)))
  );
}
