import { valueAt } from '../../engines/model/object.ts';
import type { Json, KubeObject } from '../../engines/model/object.ts';

/** What only the sender of a live object knows of it. */
export interface Origin {
  /** For items of a list, which say neither themselves. */
  readonly kind?: string;
  readonly apiVersion?: string;
  /** The context of the cluster, for an object that is seen from manifests. */
  readonly context?: string;
}

/** An object as a cluster has it: plain data that stands in no file, and that is all there is of it. */
export class LiveObject implements KubeObject {
  readonly body: Json;
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string | undefined;
  readonly namespace: string | undefined;
  readonly partial = false;
  /** The context whose cluster has it, where it is seen from manifests: messages there have to name the cluster. */
  readonly context: string | undefined;

  constructor(body: Json, origin: Origin = {}) {
    this.body = body;
    this.apiVersion = text(body, 'apiVersion') ?? origin.apiVersion ?? '';
    this.kind = text(body, 'kind') ?? origin.kind ?? '';
    this.name = text(body, 'metadata', 'name');
    this.namespace = text(body, 'metadata', 'namespace');
    this.context = origin.context;
  }

  /** Nothing is hidden: what is not there is absent. */
  isOpen(): boolean {
    return false;
  }
}

function text(body: Json, ...path: string[]): string | undefined {
  const value = valueAt(body, path);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
