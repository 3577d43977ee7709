import { githubAnnotation } from '../github-annotation.ts';
import type { TriedObject } from './dry-run.ts';

/** What is refused, beside its lines; what is not known is no reproach, and is left out. */
export function dryRunGitHub(all: readonly TriedObject[]): string {
  return all
    .filter(({ state }) => state === 'refused')
    .flatMap(({ file, object, words }) =>
      words.map(({ range, message }) =>
        githubAnnotation({ rule: 'dry-run', severity: 'error', message: `${object}: ${message}`, range }, file),
      ),
    )
    .join('');
}
