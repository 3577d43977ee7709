import type { Json } from '../../../engines/model/object.ts';
import { BadParameter } from '../../runner/plan.ts';

/** Reads «podLabels»: labels for a Job's pod, where a NetworkPolicy lets only pods with certain labels to the server. Throws {@link BadParameter}. */
export function readPodLabels(podLabels: Json | undefined): Readonly<Record<string, string>> {
  if (podLabels === undefined) return {};
  if (typeof podLabels !== 'object' || podLabels === null || Array.isArray(podLabels))
    throw new BadParameter('«podLabels» is a map of labels.');
  const labels: Record<string, string> = {};
  for (const [key, value] of Object.entries(podLabels)) {
    if (typeof value !== 'string') throw new BadParameter(`The label ${key} in «podLabels» is text.`);
    labels[key] = value;
  }
  return labels;
}
