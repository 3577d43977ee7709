import type { Field } from '../../../engines/model/field.ts';

/**
 * The kind of the object that manages this one and makes it anew when it is gone: a StatefulSet of its pods, an operator's custom resource.
 * Undefined where nobody does. Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/owners-dependents/
 */
export function controllerKindOf(root: Field): string | undefined {
  return root
    .at('metadata', 'ownerReferences')
    .items()
    .find((owner) => owner.at('controller').boolean() === true)
    ?.at('kind')
    .string();
}
