import type { Field } from '../../engines/model/field.ts';
import { readQuantity } from '../../engines/model/quantity.ts';
import type { ApiObject, Connection, Resource } from '../cluster/connection.ts';
import { ClusterTrouble } from '../cluster/trouble.ts';
import { fieldOf } from '../procedures/jobs/pod-words.ts';
import type { Findings } from './findings.ts';

/** https://kubernetes.io/docs/concepts/policy/limit-range/ */
const LIMIT_RANGES: Resource = {
  group: '',
  version: 'v1',
  plural: 'limitranges',
  kind: 'LimitRange',
  namespaced: true,
};

/** What is going to be made in a namespace. */
export interface Made {
  /** Specs of pods. */
  readonly pods: readonly Field[];
  /** Sizes of claims, in bytes. */
  readonly claims: readonly number[];
}

/**
 * A refusal where a LimitRange of the namespace lets a container or a claim not be made: then its workload would wait for ever, and say so in an event only. A value that is
 * not given is filled in by the LimitRange itself. Limits of whole pods are not looked at. Throws {@link ClusterTrouble}.
 */
export async function limitRangeFindings(
  connection: Pick<Connection, 'list'>,
  namespace: string,
  made: Made,
  signal?: AbortSignal,
): Promise<Findings> {
  const ranges: ApiObject[] = [];
  try {
    for await (const { items } of connection.list(LIMIT_RANGES, namespace, signal ? { signal } : {}))
      ranges.push(...items);
  } catch (error) {
    if (!(error instanceof ClusterTrouble) || error.kind !== 'forbidden') throw error;
    return { refusals: [], warnings: ['Its LimitRanges cannot be read here.'] };
  }
  const against = [...new Set(ranges.flatMap((range) => broken(range, made)))];
  if (against.length === 0) return { refusals: [], warnings: [] };
  return {
    refusals: [
      {
        id: 'R30',
        kind: 'mend',
        what: 'A LimitRange of the namespace does not let it be made.',
        evidence: `${against.join('; ')}.`,
        wayOut: 'Widen the LimitRange.',
      },
    ],
    warnings: [],
  };
}

function broken(range: ApiObject, { pods, claims }: Made): string[] {
  const { name } = range.metadata;
  return fieldOf(range)
    .at('spec', 'limits')
    .items()
    .flatMap((limit) => {
      const type = limit.at('type').string();
      if (type === 'PersistentVolumeClaim')
        return claims.flatMap((size) => {
          const [least, most] = [amount(limit.at('min', 'storage')), amount(limit.at('max', 'storage'))];
          return (most !== undefined && size > most) || (least !== undefined && size < least)
            ? [`${name} allows no claim of ${words('storage', size)}`]
            : [];
        });
      if (type !== 'Container') return [];
      return pods
        .flatMap((spec) => [...spec.at('containers').items(), ...spec.at('initContainers').items()])
        .flatMap((container) => ['cpu', 'memory'].flatMap((kind) => outside(name, limit, container, kind)));
    });
}

function outside(range: string, limit: Field, container: Field, kind: string): string[] {
  const request = amount(container.at('resources', 'requests', kind));
  const most = amount(container.at('resources', 'limits', kind)) ?? request;
  const least = request ?? most;
  const [min, max] = [amount(limit.at('min', kind)), amount(limit.at('max', kind))];
  const who = `the container ${container.at('name').string() ?? ''}`;
  return [
    ...(max !== undefined && most !== undefined && most > max
      ? [`${range} allows ${who} at most ${words(kind, max)} of ${kind}, it has ${words(kind, most)}`]
      : []),
    ...(min !== undefined && least !== undefined && least < min
      ? [`${range} asks of ${who} at least ${words(kind, min)} of ${kind}, it has ${words(kind, least)}`]
      : []),
  ];
}

function amount(field: Field): number | undefined {
  return readQuantity(field.string() ?? field.number());
}

const words = (kind: string, value: number): string =>
  kind === 'cpu' ? `${String(value)} cores` : `${(value / 2 ** 20).toFixed(0)} MiB`;
