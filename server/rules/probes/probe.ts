import { readCalls } from '../../../engines/configuration/calls.ts';
import type { Call } from '../../../engines/configuration/calls.ts';
import type { Field } from '../../../engines/model/field.ts';
import { readWords } from '../../../engines/model/words.ts';
import type { Container } from '../../../engines/model/workload.ts';

/** The three probes of a container, by their keys. */
export const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const;
export type ProbeKey = (typeof PROBES)[number];

/** How a probe asks. */
export type Handler = 'exec' | 'tcpSocket' | 'httpGet' | 'grpc';
export const HANDLERS: readonly Handler[] = ['exec', 'tcpSocket', 'httpGet', 'grpc'];

/** A probe as Kubernetes will run it: numbers in seconds, with its defaults; undefined where a template stands. */
export interface Probe {
  readonly key: ProbeKey;
  readonly field: Field;
  readonly handler: Handler | undefined;
  readonly initialDelay: number | undefined;
  readonly period: number | undefined;
  readonly timeout: number | undefined;
  readonly failures: number | undefined;
}

/** The defaults: https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#configure-probes */
const DEFAULTS = { initialDelaySeconds: 0, periodSeconds: 10, timeoutSeconds: 1, failureThreshold: 3 } as const;

/** Reads a probe of a container; undefined where there is none, or where a template stands for all of it. */
export function readProbe(container: Container, key: ProbeKey): Probe | undefined {
  const field = container.field.at(key);
  if (field.entries().length === 0) return undefined;
  const seconds = (name: keyof typeof DEFAULTS) => {
    const number = field.at(name);
    // The API server reads an explicit 0 as unset.
    return number.absent ? DEFAULTS[name] : number.number() === 0 ? DEFAULTS[name] : number.number();
  };
  return {
    key,
    field,
    handler: HANDLERS.find((name) => field.at(name).exists && field.at(name).value !== null),
    initialDelay: seconds('initialDelaySeconds'),
    period: seconds('periodSeconds'),
    timeout: seconds('timeoutSeconds'),
    failures: seconds('failureThreshold'),
  };
}

/** All probes of a container that are there. */
export function readProbes(container: Container): Probe[] {
  return PROBES.flatMap((key) => readProbe(container, key) ?? []);
}

/** Seconds from the first failing answer to the moment at which Kubernetes acts; undefined where a template stands. */
export function patience({ period, failures }: Probe): number | undefined {
  return period === undefined || failures === undefined ? undefined : period * failures;
}

/** What a probe is called in a sentence. */
export function spoken(key: ProbeKey): string {
  return key.replace('Probe', ' probe');
}

/** What findings about a probe are about, for rules that silence others. */
export function thingOf(key: ProbeKey): string {
  return `probe:${key.replace('Probe', '')}`;
}

/** The programs that an exec probe runs, through shells and scripts that ConfigMaps bring; none for other probes. */
export function callsOfProbe(container: Container, probe: Probe): readonly Call[] {
  return readCalls(runningProbe(container, probe));
}

/** The texts that an exec probe hands to a shell, and those of mounted scripts that it starts. */
export function scriptsOfProbe(container: Container, probe: Probe): string[] {
  const { words, scripts, files } = runningProbe(container, probe);
  const started = files.filter(({ path }) => words.some(({ value }) => value.includes(path)));
  return [...scripts.map(({ value }) => value), ...started.map(({ text }) => text)];
}

/** The container as if the probe's command were its own: same files, same variables. */
function runningProbe(container: Container, { field }: Probe): Container {
  const { command, scripts } = readWords(field.at('exec'), container.environment.variables);
  return { ...container, command, args: [], words: command, scripts };
}
