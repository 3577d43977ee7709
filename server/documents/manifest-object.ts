import { isUnknown } from '../../engines/model/object.ts';
import type { Json, KubeObject, Path } from '../../engines/model/object.ts';
import { nodeAt } from './steps.ts';
import { resolved, toJson } from './syntax.ts';
import type { SyntaxNode } from './syntax.ts';
import type { YamlDocument } from './yaml-document.ts';

/** What only the workspace knows of an object: a kustomization's namespace and labels, and that it is a patch. */
export interface ObjectContext {
  readonly namespace?: string | undefined;
  readonly partial?: boolean;
  /** Labels are added to its selectors and pod template. */
  readonly labelled?: boolean;
  /** What overlays lay over it. */
  readonly patches?: readonly Patch[];
}

/** A patch that an overlay lays over an object. */
export interface Patch {
  /** Whether it adds something (that very key, where one is named) to the map or list at `path` of an object with this body. */
  mayAdd(body: Json, path: Path, key: string | number | undefined): boolean;
}

/** The maps into which a kustomization writes its labels. */
const LABEL_MAPS: ReadonlySet<string | number> = new Set(['labels', 'selector', 'matchLabels', 'podSelector']);

/** A Kubernetes object that stands in a document of the workspace. */
export class ManifestObject implements KubeObject {
  readonly document: YamlDocument;
  /** The way from the document's root to the object: empty, or `['items', 3]` in a `List`. */
  readonly prefix: Path;
  readonly node: SyntaxNode;
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string | undefined;
  readonly namespace: string | undefined;
  readonly partial: boolean;
  /** A kustomization adds labels to it. */
  readonly labelled: boolean;
  readonly patches: readonly Patch[];
  #body: Json | undefined;

  constructor(
    document: YamlDocument,
    node: SyntaxNode,
    prefix: Path,
    context: ObjectContext & { kind?: string; apiVersion?: string } = {},
  ) {
    this.document = document;
    this.node = node;
    this.prefix = prefix;
    this.apiVersion = this.#text(['apiVersion']) ?? context.apiVersion ?? '';
    this.kind = this.#text(['kind']) ?? context.kind ?? '';
    this.name = this.#text(['metadata', 'name']);
    this.namespace = context.namespace ?? this.#text(['metadata', 'namespace']);
    this.partial = context.partial ?? false;
    this.labelled = context.labelled ?? false;
    this.patches = context.patches ?? [];
  }

  get body(): Json {
    this.#body ??= toJson(this.node);
    return this.#body;
  }

  isOpen(path: Path, key?: string | number): boolean {
    if (this.partial || this.document.open) return true;
    if (this.labelled && LABEL_MAPS.has(path.at(-1) ?? '')) return true;
    if (this.patches.some((patch) => patch.mayAdd(this.body, path, key))) return true;
    const node = resolved(nodeAt(this.node, path));
    return (node?.kind === 'map' || node?.kind === 'list') && node.open;
  }

  /** The same object as a kustomization sees it. */
  within(context: ObjectContext): ManifestObject {
    return new ManifestObject(this.document, this.node, this.prefix, {
      kind: this.kind,
      apiVersion: this.apiVersion,
      namespace: context.namespace ?? this.namespace,
      partial: context.partial ?? this.partial,
      labelled: context.labelled ?? this.labelled,
      patches: context.patches ?? this.patches,
    });
  }

  /** The non-empty string at `path`; undefined for anything else, and for a template. */
  #text(path: Path): string | undefined {
    const node = resolved(nodeAt(this.node, path));
    if (node?.kind !== 'scalar' || typeof node.value !== 'string' || node.value === '') return undefined;
    return isUnknown(node.value) ? undefined : node.value;
  }
}
