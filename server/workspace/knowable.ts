import { Field } from '../../engines/model/field.ts';
import { isUnknown } from '../../engines/model/object.ts';
import type { Json } from '../../engines/model/object.ts';
import type { ManifestObject } from '../documents/index.ts';
import { CLUSTER_SCOPED } from './cluster-scoped.ts';
import type { Workspace } from './workspace.ts';

/**
 * The object as it will be applied, for a comparison with the live one: what is written, in the namespace of its kustomization. Undefined
 * where that is not all: in a patch or under one, under a kustomization that changes names, images or labels, with a template, in a text that
 * does not parse, and for what is generated.
 */
export function appliedBody(object: ManifestObject, workspace: Workspace): Json | undefined {
  const { document, body } = object;
  const isWritten = !object.partial && !object.labelled && object.patches.length === 0 && !document.open;
  if (!isWritten || document.problems.length > 0 || hasUnknown(body)) return undefined;
  if (workspace.isTransformed(object) || workspace.generatorOf(object)) return undefined;
  const written = new Field(object).at('metadata', 'namespace');
  const { namespace } = object;
  if (namespace === undefined || written.string() === namespace || CLUSTER_SCOPED.has(object.kind)) return body;
  const whole = body as Readonly<Record<string, Json>>;
  return { ...whole, metadata: { ...(whole['metadata'] as object), namespace } };
}

function hasUnknown(value: Json): boolean {
  if (value === null || typeof value !== 'object') return isUnknown(value);
  return Array.isArray(value)
    ? (value as readonly Json[]).some(hasUnknown)
    : Object.entries(value as Readonly<Record<string, Json>>).some(([key, part]) => isUnknown(key) || hasUnknown(part));
}
