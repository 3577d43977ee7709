import type { Database } from '../../../engines/model/database.ts';
import type { Field } from '../../../engines/model/field.ts';
import { readQuantity } from '../../../engines/model/quantity.ts';
import type { RuleContext } from '../rule.ts';

/** What the database's container asks of its node. */
export interface Asked {
  /** `resources` of the container. */
  readonly field: Field;
  readonly cpuRequest: Field;
  readonly memoryRequest: Field;
  readonly memoryLimit: Field;
  /** In bytes; undefined where it is not written, or templated. */
  readonly limit: number | undefined;
  readonly request: number | undefined;
  /** Certainly none. A limit without a request is the request, too. */
  readonly lacksCpu: boolean;
  readonly lacksMemory: boolean;
  readonly lacksLimit: boolean;
}

/**
 * Reads it. What is not written for a container may be written for the whole pod.
 * Source: https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
 */
export function askedBy({ container, pod, workload }: Database, { lookup }: RuleContext): Asked {
  const field = container.field.at('resources');
  const limits = field.at('limits');
  const requests = field.at('requests');
  const ofPod = pod.spec.at('resources');
  // A LimitRange in the namespace fills in what is missing.
  const isGiven = lookup.all('LimitRange', workload.object).length > 0;
  const lacks = (...path: readonly ('limits' | 'requests' | 'cpu' | 'memory')[]) =>
    !isGiven && field.at(...path).absent && ofPod.at(...path).absent;
  const memoryLimit = limits.at('memory');
  const memoryRequest = requests.at('memory');
  const bytes = (quantity: Field) => readQuantity(quantity.string() ?? quantity.number());
  const limit = bytes(memoryLimit);
  return {
    field,
    cpuRequest: requests.at('cpu'),
    memoryRequest,
    memoryLimit,
    limit,
    request: bytes(memoryRequest) ?? (memoryRequest.absent ? limit : undefined),
    lacksCpu: lacks('requests', 'cpu') && lacks('limits', 'cpu'),
    lacksMemory: lacks('requests', 'memory') && lacks('limits', 'memory'),
    lacksLimit: lacks('limits', 'memory'),
  };
}

/** A job's server ends with its job, and what is meant to be thrown away may be. */
export function isLasting({ workload, throwAway }: Database): boolean {
  return workload.kind !== 'Job' && workload.kind !== 'CronJob' && throwAway === undefined;
}

const STEPS = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** `1.5 GiB`. */
export function bytesText(bytes: number): string {
  const step = bytes < 1 ? 0 : Math.min(STEPS.length - 1, Math.floor(Math.log2(bytes) / 10));
  return `${String(Math.round((bytes / 2 ** (10 * step)) * 10) / 10)} ${STEPS[step] ?? ''}`;
}
