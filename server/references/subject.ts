import { Field } from '../../engines/model/field.ts';
import { isWorkloadKind, podPath } from '../../engines/model/pod.ts';
import type { Path } from '../../engines/model/object.ts';
import type { ManifestObject, SourceFile, YamlDocument } from '../documents/index.ts';
import { pathAt } from '../documents/path-at.ts';
import type { PathAt } from '../documents/path-at.ts';
import type { Range } from '../documents/range.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { referencesIn } from './find.ts';
import { containerPorts, servicePorts, volumesOf } from './local.ts';
import type { Definition, Reference } from './reference.ts';
import { labelsDefinition, nameOf } from './resolve.ts';

/** What a place of a text is about: a thing that is named there, or gets its name there. */
export interface Subject {
  readonly object: ManifestObject;
  readonly path: Path;
  readonly part: PathAt['part'];
  readonly what: Reference['what'];
  readonly name: string;
  /** The reference under the cursor; undefined where the cursor is on the definition itself. */
  readonly reference: Reference | undefined;
  readonly definitions: readonly Definition[];
}

/** The object in which an offset of its document lies, with the way from it to there. */
export function objectAt(
  document: YamlDocument,
  offset: number,
  workspace: Workspace,
): { readonly object: ManifestObject; readonly at: PathAt } | undefined {
  const at = pathAt(document.syntax, offset);
  if (at === undefined) return undefined;
  const kustomization = workspace.kustomizations.get(document);
  const objects = kustomization ? [kustomization.object] : workspace.objectsOf(document);
  for (const object of objects) {
    if (object.prefix.every((step, index) => at.path[index] === step))
      return { object, at: { ...at, path: at.path.slice(object.prefix.length) } };
  }
  return undefined;
}

/** What stands at a position of a file; undefined where it is no name. */
export function subjectAt(file: SourceFile, position: Range['start'], workspace: Workspace): Subject | undefined {
  const document = file.documentAt(position);
  const found = document && objectAt(document, file.offsetAt(position) - document.startOffset, workspace);
  if (found === undefined) return undefined;
  const { object, at } = found;
  const reference = referencesIn(object).find((one) => isAt(one, at));
  if (reference) {
    const { what, name, path } = reference;
    return { object, path, part: at.part, what, name, reference, definitions: reference.resolve(workspace) };
  }
  const definition = definitionsIn(object).find((one) => isAt(one, at));
  if (definition === undefined) return undefined;
  const { what, name, path } = definition;
  return { object, path, part: at.part, what, name, reference: undefined, definitions: [definition] };
}

/** Everything in an object that others name: itself, its keys, its volumes and ports, the labels of its pods. */
export function definitionsIn(object: ManifestObject): Definition[] {
  const { kind, name, partial } = object;
  if (name === undefined) return [];
  const own = partial ? [] : [nameOf(object)];
  return [
    ...own,
    ...keysOf(object),
    ...volumesOf(object),
    ...containerPorts(object),
    ...portsOf(object),
    ...podLabels(),
  ];

  function podLabels(): Definition[] {
    if (!isWorkloadKind(kind)) return [];
    const labels = new Field(object, [...podPath(kind), 'metadata', 'labels']);
    return labels.entries().map(([key]) => labelsDefinition(object, { labels: { [key]: '' } }));
  }
}

function keysOf(object: ManifestObject): Definition[] {
  const { kind } = object;
  if (kind !== 'ConfigMap' && kind !== 'Secret') return [];
  return ['data', 'stringData', 'binaryData'].flatMap((part) =>
    new Field(object, [part])
      .entries()
      .map(([key, { path }]): Definition => ({ what: `key ${kind}`, name: key, object, path, part: 'key' })),
  );
}

function portsOf(object: ManifestObject): Definition[] {
  return object.kind === 'Service' ? servicePorts(object) : [];
}

/** A name is met on its very place; labels anywhere in their map, a key only on itself. */
function isAt({ path, part, what }: Reference | Definition, at: PathAt): boolean {
  const isMap = what === 'pods' || what === 'Services';
  if (isMap ? at.path.length < path.length || at.path.length > path.length + 1 : at.path.length !== path.length)
    return false;
  if (!path.every((step, index) => step === at.path[index])) return false;
  return isMap || part === undefined || part === at.part;
}
