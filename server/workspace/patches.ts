import { Field } from '../../engines/model/field.ts';
import { valueAt } from '../../engines/model/object.ts';
import type { Json, Path } from '../../engines/model/object.ts';
import { SourceFile } from '../documents/index.ts';
import type { ManifestObject, Patch } from '../documents/index.ts';
import type { PatchEntry } from './kustomization.ts';

/** A patch and the objects for which it is meant. */
export interface TargetedPatch {
  readonly patch: Patch;
  readonly isFor: (object: ManifestObject) => boolean;
}

/** How Kubernetes tells the items of its lists apart. Source: the `patchMergeKey` tags of k8s.io/api/core/v1/types.go */
const MERGE_KEYS = ['name', 'mountPath', 'containerPort', 'topologyKey', 'ip'];

/** Reads one entry of a kustomization's patches: strategic merges, and lists of JSON 6902 operations. */
export function readPatches(entry: PatchEntry, fileOf: (path: string) => SourceFile | undefined): TargetedPatch[] {
  const file =
    entry.text === undefined ? fileOf(entry.path) : SourceFile.open(entry.path, entry.text, { language: 'yaml' });
  return (file?.documents ?? []).flatMap((document) => {
    const root = document.root;
    if (!root) return [];
    if (Array.isArray(root.body)) {
      return [{ patch: operations(new Field(root)), isFor: (object) => meets(entry.target, object) }];
    }
    return document.objects.map((patch) => ({
      patch: merge(patch.body),
      isFor: (object) =>
        entry.target === undefined
          ? object.kind === patch.kind && object.name === patch.name
          : meets(entry.target, object),
    }));
  });
}

/** Kustomize reads a target's fields as regular expressions over the whole value; what is not said fits all. */
function meets(target: PatchEntry['target'], object: ManifestObject): boolean {
  const fits = (pattern: string | undefined, value: string) =>
    pattern === undefined || new RegExp(`^(?:${safePattern(pattern)})$`, 'u').test(value);
  return target !== undefined && fits(target.kind, object.kind) && fits(target.name, object.name ?? '');
}

/** The pattern itself, or literally what it says where it is no pattern. */
function safePattern(pattern: string): string {
  try {
    new RegExp(pattern, 'u');
    return pattern;
  } catch {
    return pattern.replace(/[\\^$.*+?()[\]{}|]/gu, '\\$&');
  }
}

/** A JSON 6902 patch: it adds where its operations point. */
function operations(root: Field): Patch {
  const pointers = root
    .items()
    .map((operation) => (operation.at('path').string() ?? '').split('/').slice(1).map(unescape));
  return {
    mayAdd: (_body, path, key) => {
      const wanted = (key === undefined ? path : [...path, key]).map(String);
      return pointers.some(
        (pointer) =>
          pointer.length > path.length &&
          wanted.every((step, at) => pointer[at] === step || (pointer[at] === '-' && at === path.length)),
      );
    },
  };
}

/** Source: https://www.rfc-editor.org/rfc/rfc6901#section-4 */
function unescape(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~');
}

/** A strategic merge: items of lists are matched by their names. */
function merge(patch: Json): Patch {
  return {
    mayAdd: (body, path, key) => {
      const place = follow(patch, body, path);
      if (place === null || typeof place !== 'object') return false;
      const known = valueAt(body, path);
      if (Array.isArray(place)) {
        const items = Array.isArray(known) ? (known as readonly Json[]) : [];
        return (place as readonly Json[]).some((item) => matching(items, item) === undefined);
      }
      if (key !== undefined) return Object.hasOwn(place, key);
      return Object.keys(place).some((one) => valueAt(known, [one]) === undefined);
    },
  };
}

/** What the patch says at the place that `path` names in `body`. */
function follow(patch: Json, body: Json, path: Path): Json | undefined {
  let here: Json | undefined = patch;
  let there: Json | undefined = body;
  for (const step of path) {
    there = valueAt(there, [step]);
    if (typeof step === 'number')
      here = Array.isArray(here) && there !== undefined ? matching(here as readonly Json[], there) : undefined;
    else here = valueAt(here, [step]);
    if (here === undefined) return undefined;
  }
  return here;
}

function matching(list: readonly Json[], item: Json): Json | undefined {
  return list.find((other) =>
    MERGE_KEYS.some((key) => valueAt(other, [key]) !== undefined && valueAt(other, [key]) === valueAt(item, [key])),
  );
}
