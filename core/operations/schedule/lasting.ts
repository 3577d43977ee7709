import type { Found } from '../backup/find.ts';
import { refusal } from '../backup/refusals.ts';
import type { Refusal } from '../../runner/step.ts';

/** For one backup a plain-text password is put into a Secret that goes again; a manifest that is used again and again would need one that stays. */
export function plainPassword({ login }: Found): Refusal[] {
  if (login === undefined) return [];
  const what = 'its password stands as plain text in the workload, and a copy of it would have to be kept';
  return [refusal.unable(what, 'A variable of its container has a value.', 'Let the workload have it from a Secret.')];
}

/** What is known of a server for longer than a moment, as the mover wants it. All else is asked in each run, and what a run is told counts more than this. */
export function lastingFacts({ facts }: Found): string {
  return ['version', 'identity']
    .flatMap((key) => (facts[key] === undefined ? [] : [`${key}=${facts[key]}`]))
    .join('\n');
}
