import type { Field } from '../../engines/model/field.ts';
import { readQuantity } from '../../engines/model/quantity.ts';
import type { Claim } from '../../engines/model/workload.ts';

/** How much a claim asks for. */
export interface ClaimSize {
  /** As it is written: `20Gi`. */
  readonly text: string;
  readonly bytes: number;
  readonly field: Field;
}

/** How much a claim asks for; undefined where it does not say, or a template does. */
export function claimSize(claim: Claim | undefined): ClaimSize | undefined {
  const field = claim?.spec.at('resources', 'requests', 'storage');
  const text = field?.string() ?? field?.number()?.toString();
  const bytes = readQuantity(text);
  return field === undefined || text === undefined || bytes === undefined ? undefined : { text, bytes, field };
}
