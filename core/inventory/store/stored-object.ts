import type { KubeObject } from '../../../engines/model/object.ts';
import type { ApiObject, Resource } from '../../cluster/connection.ts';
import { indexKind } from './index-kind.ts';
import type { LiveObject } from '../model.ts';

/** A live object as the store keeps it, and as the builder of databases reads it: nothing of it is hidden or templated. */
export class StoredObject implements KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  /** The kind by which the store finds it: {@link indexKind}. */
  readonly indexKind: string;
  readonly name: string;
  readonly namespace: string | undefined;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly body: ApiObject;
  readonly partial = false;
  /** Its name for the model. */
  readonly ref: LiveObject;
  /** What was read of it, by the places of `remembered`. */
  readonly remembered: ({ readonly value: unknown } | undefined)[] = [];

  constructor(resource: Resource, body: ApiObject) {
    // Items of lists leave out what their list says.
    this.apiVersion = resource.group === '' ? resource.version : `${resource.group}/${resource.version}`;
    this.kind = resource.kind;
    this.indexKind = indexKind(resource.group, resource.kind);
    const { name, namespace, uid, resourceVersion } = body.metadata;
    this.name = name;
    this.namespace = resource.namespaced ? (namespace ?? '') : undefined;
    this.uid = uid ?? '';
    this.resourceVersion = resourceVersion ?? '';
    this.body =
      body.apiVersion === undefined || body.kind === undefined
        ? { ...body, apiVersion: this.apiVersion, kind: this.kind }
        : body;
    this.ref = { apiVersion: this.apiVersion, kind: this.kind, namespace: this.namespace, name, uid: this.uid };
  }

  isOpen(): boolean {
    return false;
  }
}
