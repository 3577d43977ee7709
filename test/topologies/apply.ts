import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { practise, type Practice } from '../cluster/practice.ts';
import { until } from '../cluster/wait.ts';

export const TOPOLOGIES = join(import.meta.dirname, '../../examples/topologies');

interface Pod {
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
  readonly status: {
    readonly phase: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
}

let last: Promise<unknown> = Promise.resolve();

/** Stories begin together; the cluster's lock is for one at a time. */
function inTurn<T>(act: () => Promise<T>): Promise<T> {
  const result = last.then(act, act);
  last = result;
  return result;
}

/** A namespace of its own for a topology. Leaving it takes the volumes along, which the storage class would keep. */
export async function practiseTopology(name: string): Promise<Practice> {
  const practice = await inTurn(() => practise(`topologies-${name}`));
  const leave = async (): Promise<void> => {
    await releaseVolumes(practice);
    await inTurn(practice.leave);
  };
  return { ...practice, leave };
}

async function releaseVolumes({ here, kubectl }: Practice): Promise<void> {
  const names = await here(['get', 'pvc', '--output=jsonpath={.items[*].spec.volumeName}']);
  for (const volume of names.split(' ').filter((name) => name !== ''))
    await kubectl(['patch', 'pv', volume, '--patch={"spec":{"persistentVolumeReclaimPolicy":"Delete"}}']);
}

/** Makes the Secret of a topology with passwords of letters and digits. */
export async function makeSecret({ here }: Practice, name: string, keys: readonly string[]): Promise<void> {
  const stringData = Object.fromEntries(keys.map((key) => [key, randomBytes(12).toString('hex')]));
  await here(
    ['apply', '--filename=-'],
    JSON.stringify({ apiVersion: 'v1', kind: 'Secret', metadata: { name }, stringData }),
  );
}

/** Applies a folder below examples/topologies. */
export const applyTopology = ({ here }: Practice, folder: string): Promise<string> =>
  here(['apply', `--filename=${join(TOPOLOGIES, folder)}`]);

/** The pods of an app, and which of them are Ready. */
export async function podsOf(
  { here }: Practice,
  app: string,
): Promise<{ name: string; ready: boolean; labels: Readonly<Record<string, string>> }[]> {
  const { items } = JSON.parse(await here(['get', 'pods', `--selector=app=${app}`, '--output=json'])) as {
    items: Pod[];
  };
  return items.map(({ metadata, status }) => ({
    name: metadata.name,
    ready: status.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false,
    labels: metadata.labels ?? {},
  }));
}

/** Waits until so many pods of an app are Ready. */
export const allReady = (practice: Practice, app: string, count: number, seconds = 120): Promise<unknown> =>
  until(
    `${count} Ready pods of ${app}`,
    { seconds, advice: `Look at \`kubectl describe pod --selector=app=${app}\`.`, every: 1000 },
    async () => {
      const pods = await podsOf(practice, app);
      return pods.length === count && pods.every(({ ready }) => ready);
    },
  );
