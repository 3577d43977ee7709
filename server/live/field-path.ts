import type { Path } from '../../engines/model/object.ts';

/** A path as people write it: `spec.containers[0].image`, `metadata.annotations["plinth.dev/ephemeral"]`; empty for the object itself. */
export function fieldPath(path: Path): string {
  return path
    .map((step, at) => {
      if (typeof step === 'number') return `[${step}]`;
      if (!/^[A-Za-z_][\w-]*$/u.test(step)) return `[${JSON.stringify(step)}]`;
      return at === 0 ? step : `.${step}`;
    })
    .join('');
}
