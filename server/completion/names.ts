import { CompletionItemKind } from 'vscode-languageserver';
import type { CompletionItem } from 'vscode-languageserver';
import { Field } from '../../engines/model/field.ts';
import { selectorOf } from '../../engines/model/selectors.ts';
import type { ManifestObject } from '../documents/index.ts';
import { meets } from '../references/candidates.ts';
import { referencesIn } from '../references/find.ts';
import { containerPorts, servicePorts, volumesOf } from '../references/local.ts';
import type { Reference } from '../references/reference.ts';
import { podsSelected } from '../references/resolve.ts';
import { CLUSTER_SCOPED } from '../workspace/cluster-scoped.ts';
import { distance } from '../workspace/nearness.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { PROBE } from './probe.ts';
import type { Probe } from './probe.ts';

/** A name that can stand at the cursor, and where it comes from. */
interface Name {
  readonly name: string;
  readonly from: string;
  /** The nearer ones first. */
  readonly distance: number;
}

/** The names of what the workspace (and the connected cluster, for storage classes) has, at a place that names something. */
export function nameItems({ object, path, range }: Probe, workspace: Workspace): CompletionItem[] {
  const reference = referencesIn(object).find(
    (one) => one.name === PROBE && one.path.length === path.length && one.path.every((step, at) => step === path[at]),
  );
  if (reference === undefined) return [];
  const names = new Map<string, Name>();
  for (const one of namesFor(reference, object, workspace)) {
    const known = names.get(one.name);
    if (known === undefined || one.distance < known.distance) names.set(one.name, one);
  }
  return [...names.values()].map(({ name, from, distance: far }) => ({
    label: name,
    kind: CompletionItemKind.Reference,
    detail: from,
    sortText: `${String(far).padStart(3, '0')}${name}`,
    textEdit: { range, newText: name },
  }));
}

function namesFor({ what, path }: Reference, origin: ManifestObject, workspace: Workspace): Name[] {
  if (what === 'volume') return volumesOf(origin).map(({ name }) => ({ name, from: 'of this pod', distance: 0 }));
  if (what === 'port') return portsFor(origin, path, workspace);
  if (what.startsWith('key ')) return keysFor(origin, path, workspace);
  return what.startsWith('object ') ? objectsFor(what.slice('object '.length), origin, workspace) : [];
}

function objectsFor(kind: string, origin: ManifestObject, workspace: Workspace): Name[] {
  const wanted = CLUSTER_SCOPED.has(kind) ? null : origin.namespace;
  const own = workspace
    .ofKind(kind)
    .filter((object) => !object.partial && meets(object.namespace, wanted))
    .flatMap((object): Name[] =>
      object.name === undefined
        ? []
        : [{ name: object.name, from: fileName(object), distance: distance(origin, object) }],
    );
  const live = kind === 'StorageClass' ? (workspace.cluster?.storageClasses ?? []) : [];
  return [
    ...own,
    ...live.flatMap(({ name }) => (name === undefined ? [] : [{ name, from: 'in the cluster', distance: 99 }])),
  ];
}

/** The keys of the object that stands beside. */
function keysFor(origin: ManifestObject, path: Reference['path'], workspace: Workspace): Name[] {
  const owners = referencesIn(origin).filter(
    (one) =>
      one.what.startsWith('object ') &&
      one.path.slice(0, -1).every((step, at) => step === path[at]) &&
      one.path.length <= path.length,
  );
  const [owner] = owners.sort((a, b) => b.path.length - a.path.length);
  return (owner?.resolve(workspace) ?? []).flatMap(({ object }) =>
    ['data', 'stringData', 'binaryData'].flatMap((part) =>
      new Field(object, [part])
        .entries()
        .map(([name]) => ({ name, from: `of ${object.kind} ${object.name ?? ''}`, distance: 0 })),
    ),
  );
}

function portsFor(origin: ManifestObject, path: Reference['path'], workspace: Workspace): Name[] {
  const named = (all: readonly { readonly name: string }[], from: string): Name[] =>
    all.map(({ name }) => ({ name, from, distance: 0 }));
  if (origin.kind === 'Service') {
    const selector = selectorOf(origin);
    const pods = selector ? podsSelected(selector, origin, workspace) : [];
    return pods.flatMap(({ object }) => named(containerPorts(object), `of ${object.kind} ${object.name ?? ''}`));
  }
  if (origin.kind !== 'Ingress') return named(containerPorts(origin), 'of this pod');
  const service = new Field(origin, [...path.slice(0, -2), 'name']).string() ?? '';
  return workspace.named('Service', service).flatMap((object) => named(servicePorts(object), `of Service ${service}`));
}

function fileName({ document: { file } }: ManifestObject): string {
  return file.uri.slice(file.uri.lastIndexOf('/') + 1);
}
