import { githubAnnotation } from './github-annotation.ts';
import type { LintReport } from './report.ts';
import { pathFromRoot, sourceRoot } from './source-root.ts';

/** Annotations that GitHub shows beside the lines: it knows files by their way from the repository's root. */
export function formatGitHub({ findings, shown }: LintReport, root = sourceRoot()): string {
  return findings
    .map((finding) => githubAnnotation(finding, pathFromRoot(finding.uri, root) ?? shown(finding.uri)))
    .join('');
}
