import type { EngineContext } from '../model/engine.ts';
import type { Container } from '../model/workload.ts';
import { readCalls, wordsKnown } from './calls.ts';
import { configurationVariablesSeen } from './environment.ts';
import { isPlainTool } from './tools.ts';

/** Sidecars that watch, log or proxy and never set up a database: words of their images' names. */
const HARMLESS_SIDECAR =
  /exporter|metrics|statsd|telegraf|fluent|filebeat|promtail|vector$|logrotate|pgbouncer|proxysql|haproxy|envoy|istio|linkerd|cloudsql|gce-proxy|vault|pgadmin|phpmyadmin|adminer|mongo-express|redis-commander|redisinsight|^busybox$|^alpine$/u;

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
export function outOfSight({ container, pod }: EngineContext, sight: Sight): string | undefined {
  if (container.image === undefined) return 'the image is not known';
  for (const one of pod.containers) {
    const name = one.name ?? 'a container';
    if (!wordsKnown(one)) return `a template may add to what ${name} runs`;
    const unread = unreadProgram(one, sight.programs);
    if (unread !== undefined) return `${unread} cannot be read`;
    if (one === container) continue;
    if (!one.init && !isHarmless(one, sight.programs)) return `${name} runs beside it, and what it does cannot be seen`;
    if (one.init && one.words.length === 0) return `the init container ${name} runs what its image holds`;
  }
  if (!pod.spec.known || pod.spec.object.isOpen([...pod.spec.path, 'containers'])) {
    return 'a template may add containers';
  }
  if (!container.filesComplete) return 'configuration files are mounted that cannot be seen';
  if (sight.environmentMatters && !configurationVariablesSeen(container)) return 'variables come from out of sight';
  return undefined;
}

/** A program that a container runs and that is neither known nor readable here. */
export function unreadProgram(container: Container, known: readonly string[]): string | undefined {
  for (const { program, source } of readCalls(container)) {
    if (program === undefined || known.includes(program) || isPlainTool(program)) continue;
    const isMounted = container.files.some(({ path }) => path.endsWith(`/${program}`));
    if (!isMounted && source !== undefined) return program;
  }
  return undefined;
}

function isHarmless(container: Container, known: readonly string[]): boolean {
  const name = container.image?.repository.split('/').at(-1) ?? '';
  if (HARMLESS_SIDECAR.test(name)) return true;
  const calls = readCalls(container);
  return (
    calls.length > 0 &&
    calls.every(({ program }) => program !== undefined && (known.includes(program) || isPlainTool(program)))
  );
}
