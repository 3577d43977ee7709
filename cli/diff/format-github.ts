import { githubAnnotation } from '../github-annotation.ts';
import type { DiffReport } from './diff.ts';

/** Annotations that GitHub shows beside the lines. */
export function formatGitHub({ comparisons, shown }: DiffReport): string {
  return comparisons
    .flatMap(({ findings }) => findings)
    .map((finding) => githubAnnotation(finding, shown(finding.uri)))
    .join('');
}
