import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { CommandFailure } from './command.ts';
import type { Kubectl } from './kubectl.ts';
import { HERE } from './places.ts';
import type { Progress } from './progress.ts';
import { until } from './wait.ts';

/** Hidden files, such as a linter's settings, are none. */
const isManifest = (file: string): boolean => file.endsWith('.yaml') && !file.startsWith('.');

const TOPOLOGIES = join(HERE, '../../examples/topologies');

/** Marks what was made for looking at. */
const LABEL = 'plinth.example/demo';

/** A folder of manifests that is applied to a namespace of its own. */
export interface Topology {
  /** `demo-postgresql`, `demo-naive-redis-ordinal`. */
  readonly namespace: string;
  readonly folder: string;
}

/** Every folder below examples/topologies that holds manifests itself. */
export async function topologies(root = TOPOLOGIES): Promise<Topology[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const folders = new Set(entries.filter((entry) => isManifest(entry.name)).map(({ parentPath }) => parentPath));
  return [...folders]
    .filter((folder) => folder !== root)
    .sort()
    .map((folder) => ({ folder, namespace: `demo-${relative(root, folder).split(sep).join('-')}` }));
}

/** All values of a key, wherever it stands. */
function* valuesOf(key: string, value: unknown): Generator<Readonly<Record<string, unknown>>> {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    if (name === key && typeof inner === 'object' && inner !== null) yield inner as Record<string, unknown>;
    yield* valuesOf(key, inner);
  }
}

/** The Secrets that manifests want and do not bring along, with the keys that they want of them. */
export function missingSecrets(manifests: readonly string[]): Map<string, ReadonlySet<string>> {
  const objects = manifests
    .flatMap((text) => parseAllDocuments(text))
    .map((document) => document.toJS() as { kind?: string; metadata?: { name?: string } } | null);
  const wanted = new Map<string, Set<string>>();
  for (const { name, key } of valuesOf('secretKeyRef', objects))
    if (typeof name === 'string' && typeof key === 'string')
      wanted.set(name, (wanted.get(name) ?? new Set<string>()).add(key));
  for (const object of objects) if (object?.kind === 'Secret') wanted.delete(object.metadata?.name ?? '');
  return wanted;
}

const manifestsOf = async (folder: string): Promise<string[]> => {
  const files = (await readdir(folder)).filter(isManifest).sort();
  return Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
};

/** Makes an object, unless it is there: passwords must stay those of the data. */
async function createOnce(kubectl: Kubectl, object: object): Promise<void> {
  await kubectl(['create', '--filename=-'], JSON.stringify(object)).catch((error: unknown) => {
    if (!(error instanceof CommandFailure && error.words.includes('AlreadyExists'))) throw error;
  });
}

async function apply(kubectl: Kubectl, { namespace, folder }: Topology): Promise<void> {
  await createOnce(kubectl, {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: namespace, labels: { [LABEL]: 'true' } },
  });
  for (const [name, keys] of missingSecrets(await manifestsOf(folder))) {
    const stringData = Object.fromEntries([...keys].map((key) => [key, randomBytes(12).toString('hex')]));
    await createOnce(kubectl, { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, stringData });
  }
  const files = (await readdir(folder)).filter(isManifest).map((file) => `--filename=${join(folder, file)}`);
  await kubectl([`--namespace=${namespace}`, 'apply', ...files]);
}

interface Pod {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly status: { readonly phase?: string; readonly conditions?: readonly { type: string; status: string }[] };
}

/** The pods of the demo that are not Ready. */
async function unready(kubectl: Kubectl, namespaces: readonly string[]): Promise<string[]> {
  const { items } = JSON.parse(await kubectl(['get', 'pods', '--all-namespaces', '--output=json'])) as { items: Pod[] };
  return items
    .filter(({ metadata, status }) => namespaces.includes(metadata.namespace) && status.phase !== 'Succeeded')
    .filter(({ status }) => !status.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True'))
    .map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
}

/**
 * Applies every topology to a namespace of its own and waits until the databases are Ready; done twice, it changes nothing. Gives the pods that were not Ready after
 * `seconds`: some of the naïve ones never are, which is what they are there to show.
 */
export async function applyTopologies(kubectl: Kubectl, progress: Progress, seconds = 240): Promise<string[]> {
  const all = await topologies();
  for (const topology of all) {
    await apply(kubectl, topology);
    progress(`applied ${relative(TOPOLOGIES, topology.folder)} to the namespace ${topology.namespace}`);
  }
  const namespaces = all.map(({ namespace }) => namespace);
  let left: string[] = [];
  let told = -1;
  // StatefulSets start one member after the other: none that is missing does not mean that all are there.
  let calm = 0;
  await until('Ready databases', { seconds, advice: '', every: 2000 }, async () => {
    left = await unready(kubectl, namespaces);
    if (left.length !== told)
      progress(left.length === 0 ? 'all pods are Ready' : `${left.length} pods are not Ready yet`);
    told = left.length;
    calm = left.length === 0 ? calm + 1 : 0;
    return calm >= 3;
  }).catch(() => undefined);
  return left;
}

/** Removes the demo with its volumes. */
export async function removeTopologies(kubectl: Kubectl): Promise<void> {
  await kubectl(['delete', 'namespace', `--selector=${LABEL}=true`]);
}
