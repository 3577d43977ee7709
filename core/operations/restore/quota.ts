import { readQuantity } from '../../../engines/model/quantity.ts';
import type { Field } from '../../../engines/model/field.ts';
import type { ApiObject, Connection } from '../../cluster/connection.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import { fieldOf } from '../../procedures/jobs/pod-words.ts';
import type { Refusal } from '../../runner/step.ts';
import type { Beside } from './beside.ts';
import type { JobsBeside } from './jobs-beside.ts';
import { noRestore } from './no-restore.ts';

/** What a new instance asks of its namespace, by the names that a ResourceQuota has for it; CPU in cores, memory and storage in bytes. */
export type Wanted = Readonly<Record<string, number>>;

/** What the instance and the Job beside it ask for together. Containers of a pod count together; of its init containers only those that stay. */
export function wantedOf({ set, claims }: Pick<Beside, 'set' | 'claims'>, jobs: JobsBeside): Wanted {
  const wanted: Record<string, number> = {};
  const add = (key: string, amount: number | undefined): void => {
    wanted[key] = (wanted[key] ?? 0) + (amount ?? 0);
  };
  const spec = fieldOf(set).at('spec', 'template', 'spec');
  const staying = spec
    .at('initContainers')
    .items()
    .filter((one) => one.at('restartPolicy').string() === 'Always');
  for (const container of [...spec.at('containers').items(), ...staying, ...jobs.podSpec.at('containers').items()])
    for (const [kind, key] of [
      ['requests', 'cpu'],
      ['requests', 'memory'],
      ['limits', 'cpu'],
      ['limits', 'memory'],
    ] as const)
      add(`${kind}.${key}`, quantity(container.at('resources', kind, key)));
  add('pods', 2);
  add('count/jobs.batch', jobs.count);
  add('services', 1);
  add('count/statefulsets.apps', 1);
  for (const claim of claims) {
    const storage = fieldOf(claim).at('spec', 'resources', 'requests', 'storage');
    const ofClass = fieldOf(claim).at('spec', 'storageClassName').string();
    add('persistentvolumeclaims', 1);
    add('requests.storage', quantity(storage));
    if (ofClass === undefined) continue;
    add(`${ofClass}.storageclass.storage.k8s.io/requests.storage`, quantity(storage));
    add(`${ofClass}.storageclass.storage.k8s.io/persistentvolumeclaims`, 1);
  }
  return wanted;
}

/** Refusals where a ResourceQuota leaves less than the new instance wants. Quotas with scopes are not looked at: whether they count here hangs on more than can be seen. */
export function quotaRefusals(quotas: readonly ApiObject[], wanted: Wanted): Refusal[] {
  return quotas.flatMap((quota) => {
    const field = fieldOf(quota);
    if (field.at('spec', 'scopes').items().length > 0 || field.at('spec', 'scopeSelector').exists) return [];
    const short = field
      .at('spec', 'hard')
      .entries()
      .flatMap(([key, hard]) => {
        const name =
          { cpu: 'requests.cpu', memory: 'requests.memory', 'count/pods': 'pods', 'count/services': 'services' }[key] ??
          key;
        const more = wanted[name.replace('count/persistentvolumeclaims', 'persistentvolumeclaims')];
        const most = quantity(hard);
        const used = quantity(field.at('status', 'used', key)) ?? 0;
        if (more === undefined || most === undefined || used + more <= most) return [];
        return [
          `${key}: ${amount(key, more)} wanted, ${amount(key, Math.max(0, most - used))} of ${amount(key, most)} left`,
        ];
      });
    if (short.length === 0) return [];
    const evidence = `ResourceQuota ${quota.metadata.name}: ${short.join('; ')}.`;
    return [
      noRestore(
        'the new instance does not fit into the namespace’s quota',
        evidence,
        'Raise the quota, or make room in the namespace.',
      ),
    ];
  });
}

/** Reads the quotas of a namespace; undefined where one may not. Throws {@link ClusterTrouble}. */
export async function readQuotas(
  connection: Pick<Connection, 'list'>,
  namespace: string,
  signal?: AbortSignal,
): Promise<readonly ApiObject[] | undefined> {
  const found: ApiObject[] = [];
  try {
    for await (const { items, restarted } of connection.list(
      RESOURCES.resourceQuotas,
      namespace,
      signal ? { signal } : {},
    )) {
      if (restarted === true) found.length = 0;
      found.push(...items);
    }
    return found;
  } catch (error) {
    if (error instanceof ClusterTrouble && error.kind === 'forbidden') return undefined;
    throw error;
  }
}

/** In words, for the plan: what will be asked for. */
export function wantedWords(wanted: Wanted): string {
  const { 'requests.cpu': cpu = 0, 'requests.memory': memory = 0, 'requests.storage': storage = 0 } = wanted;
  return `${amount('cpu', cpu)} of CPU, ${amount('memory', memory)} of memory and ${amount('storage', storage)} of storage`;
}

function quantity(field: Field): number | undefined {
  return readQuantity(field.string() ?? field.number());
}

function amount(key: string, value: number): string {
  if (/memory|storage$/u.test(key)) return `${Math.round(value / 2 ** 20)} MiB`;
  return key.endsWith('cpu') ? `${Math.round(value * 1000) / 1000} cores` : `${value}`;
}
