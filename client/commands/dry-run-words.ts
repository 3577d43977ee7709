import type { Verdict } from '../../core/dry-run/dry-run.ts';

/**
 * The sum of a dry run in one or two sentences. `all`: objects of the file, those among them that were not sent because the file alone does not say what is applied.
 */
export function dryRunWords(context: string, all: number, verdicts: readonly Verdict[]): string {
  if (all === 0) return 'There is no object of Kubernetes in this file.';
  const count = (state: Verdict['state']): number => verdicts.filter((one) => one.state === state).length;
  const [accepted, refused, unknown] = [count('accepted'), count('refused'), count('unknown')];
  const unsent = all - verdicts.length;
  const [first] = verdicts.flatMap((one) => (one.state === 'unknown' ? [one.why] : []));
  return [
    refused === 0
      ? `${context} would accept ${accepted === all ? (all === 1 ? 'the object' : `all ${String(all)} objects`) : `${String(accepted)} of ${String(all)} objects`}.`
      : `${context} would refuse ${String(refused)} of ${String(all)} objects.`,
    ...(unknown === 0 ? [] : [`Of ${String(unknown)} it is not known: ${first ?? ''}`]),
    ...(unsent === 0
      ? []
      : [
          `${String(unsent)} ${unsent === 1 ? 'was' : 'were'} not sent: a patch, a template, or changed by an overlay.`,
        ]),
    'Nothing was changed.',
  ].join(' ');
}
