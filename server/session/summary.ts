import type { SeverityCounts } from '../protocol/messages.ts';
import type { Slice } from '../runner.ts';
import type { Severity } from '../rules/rule.ts';
import type { Session } from './session.ts';

/** The whole of a session in numbers. */
export interface Summary {
  /** Files that hold manifests. */
  readonly files: number;
  readonly filesWithFindings: number;
  readonly databases: number;
  readonly findings: number;
  readonly bySeverity: SeverityCounts;
}

/** Counts files, databases and findings; gives way to other work in between. */
export async function summarise({ projects, reports }: Session, slice: Slice): Promise<Summary> {
  const bySeverity: Record<Severity, number> = { error: 0, warning: 0, info: 0, hint: 0 };
  let files = 0;
  let filesWithFindings = 0;
  let databases = 0;
  for (const linter of projects.workspaces.linters) {
    const { workspace } = linter;
    for (const [path, file] of [...workspace.files]) {
      if (file.problem || file.documents.some((document) => workspace.objectsOf(document).length > 0)) files += 1;
      databases += linter.databases(path).length;
      await slice.pause();
    }
  }
  for (const path of [...reports.paths()]) {
    const { findings } = reports.of(path);
    if (findings.length > 0) filesWithFindings += 1;
    for (const { severity } of findings) bySeverity[severity] += 1;
    await slice.pause();
  }
  const findings = Object.values(bySeverity).reduce((sum, count) => sum + count, 0);
  return { files, filesWithFindings, databases, findings, bySeverity };
}
