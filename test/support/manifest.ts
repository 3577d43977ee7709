import { parseAllDocuments } from 'yaml';
import type { Json, KubeObject } from '../../engines/model/object.ts';
import { isUnknown, valueAt } from '../../engines/model/object.ts';

/** Takes plain data as a Kubernetes object, without places in a text. A partial object is open everywhere. */
export function fromBody(body: Json, partial = false): KubeObject {
  const string = (...path: string[]): string | undefined => {
    const value = valueAt(body, path);
    return typeof value === 'string' && !isUnknown(value) ? value : undefined;
  };
  return {
    apiVersion: string('apiVersion') ?? '',
    kind: string('kind') ?? '',
    name: string('metadata', 'name'),
    namespace: string('metadata', 'namespace'),
    body,
    partial,
    isOpen: () => partial,
  };
}

/** Reads the one object of a YAML text. */
export function fromYaml(text: string, partial = false): KubeObject {
  const [object] = allFromYaml(text, partial);
  if (object === undefined) throw new Error('no object in this text');
  return object;
}

/** Reads every object of a multi-document YAML text; empty documents are left out. */
export function allFromYaml(text: string, partial = false): KubeObject[] {
  return parseAllDocuments(text, { merge: true }).flatMap((document) => {
    const [error] = document.errors;
    if (error !== undefined) throw error;
    const body = document.toJS() as Json;
    return body === null ? [] : [fromBody(body, partial)];
  });
}
