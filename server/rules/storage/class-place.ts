import type { Field, Source } from '../../../engines/model/field.ts';
import type { KubeObject } from '../../../engines/model/object.ts';
import type { Claim } from '../../../engines/model/workload.ts';
import { LiveObject } from '../../cluster/live-object.ts';

const ANNOTATION = ['metadata', 'annotations', 'volume.beta.kubernetes.io/storage-class'] as const;

/** The context whose cluster has the object, for one that stands in no manifest in sight; undefined for all others. */
export function contextOf(object: KubeObject): string | undefined {
  return object instanceof LiveObject ? object.context : undefined;
}

/** `class 'fast'`, or `class 'fast' of the cluster 'production'` for one that only the connected cluster has. */
export function titleOfClass(storageClass: Field): string {
  const { object } = storageClass;
  const context = contextOf(object);
  const title = `class '${object.name ?? ''}'`;
  return context === undefined ? title : `${title} of the cluster '${context}'`;
}

/** The field by which a claim names its class: `storageClassName`, or the annotation from before Kubernetes 1.6. It may not exist. */
export function classNameOf({ spec, field }: Claim): Field {
  const annotation = field.at(...ANNOTATION);
  return spec.at('storageClassName').exists || !annotation.exists ? spec.at('storageClassName') : annotation;
}

/** How a finding about something in a claim's class is shown. */
export interface ClassPlace {
  readonly source: Source;
  readonly related: readonly { readonly source: Source; readonly message: string }[];
  /** False where no text can be edited. */
  readonly isManifest: boolean;
}

/** In the class, where it stands in a manifest or all are live; where the claim names it, when only the cluster has it. */
export function placeInClass(field: Field, storageClass: Field, claim: Claim): ClassPlace {
  if (contextOf(storageClass.object) !== undefined) {
    return { source: classNameOf(claim).source, related: [], isManifest: false };
  }
  return {
    source: field.exists ? field.source : storageClass.at('kind').source,
    related: [{ source: claim.field.source, message: 'The claim that uses it' }],
    isManifest: true,
  };
}
