import type { ManifestObject, SourceFile } from '../documents/index.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { referencesIn } from './find.ts';
import { isSame } from './reference.ts';
import type { Definition, Reference } from './reference.ts';
import type { Subject } from './subject.ts';

/** Every place of the workspace that names the same thing, in the files' order. */
export function* usesOf(subject: Subject, workspace: Workspace): Generator<Reference> {
  for (const object of workspace.objects()) yield* usesIn(object, subject, workspace);
  for (const { object } of workspace.kustomizations.values()) yield* usesIn(object, subject, workspace);
}

/** The places of one object that name the thing. */
function* usesIn(owner: ManifestObject, subject: Subject, workspace: Workspace): Generator<Reference> {
  const { definitions, object } = subject;
  for (const reference of referencesIn(owner)) {
    if (!mayMean(reference, subject)) continue;
    const meant = reference.resolve(workspace);
    const isMeant =
      definitions.length === 0
        ? meant.length === 0 && inReach(owner, object)
        : meant.some((one) => definitions.some((definition) => isSame(one, definition) || isLabelOf(one, definition)));
    if (isMeant) yield reference;
  }
}

/** A quick look that spares most of the resolving. */
function mayMean(
  { what, name }: Reference,
  { what: wanted, name: written, reference, definitions, path }: Subject,
): boolean {
  // The claims of a template are named by it, by its set and by a number.
  if (wanted === 'volume' && what === 'object PersistentVolumeClaim') return name.startsWith(`${written}-`);
  if (what !== wanted) return false;
  if (what !== 'pods' && what !== 'Services')
    return name === written || definitions.some((definition) => definition.name === name);
  // On one label of a pod, only the selectors that ask for it are meant.
  return reference !== undefined || name.split(',').some((pair) => pair.startsWith(`${String(path.at(-1))}=`));
}

/** A selector means the labels of the pods, whichever of them it names first. */
function isLabelOf(a: Definition, b: Definition): boolean {
  return a.what === 'pods' && b.what === 'pods' && a.object.node === b.object.node;
}

/** For what is defined nowhere: names in namespaces that may be the same. */
function inReach(a: ManifestObject, b: ManifestObject): boolean {
  return a.namespace === undefined || b.namespace === undefined || a.namespace === b.namespace;
}

/** The places of one file alone that name the same thing. */
export function* usesWithin(file: SourceFile, subject: Subject, workspace: Workspace): Generator<Reference> {
  for (const document of file.documents) {
    for (const object of workspace.objectsOf(document)) yield* usesIn(object, subject, workspace);
  }
}
