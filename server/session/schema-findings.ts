import type { SourceFile } from '../documents/index.ts';
import { shift } from '../linter/finding.ts';
import type { Finding } from '../linter/finding.ts';
import { suppressionFor } from '../linter/suppression.ts';
import type { Schemas } from '../schemas/catalogue.ts';
import { mismatchesOf } from '../schemas/mismatches.ts';
import type { Severity } from '../rules/rule.ts';
import { troubles } from '../rules/index.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { titleOf } from './risks.ts';

/** What the schemas say against the objects of a file, as findings with the severities that are configured. */
export function schemaFindings(file: SourceFile, workspace: Workspace, schemas: Schemas): Finding[] {
  return file.documents.flatMap((document) =>
    workspace.objectsOf(document).flatMap((object) =>
      mismatchesOf(object, schemas).flatMap(({ rule, message, start, end }): Finding[] => {
        const severity = severityOf(rule, workspace);
        const range = { start: document.lines.positionAt(start), end: document.lines.positionAt(end) };
        if (severity === 'off' || suppressionFor(document, rule, range.start.line)) return [];
        return [
          {
            rule,
            severity,
            message,
            uri: file.uri,
            range: shift(range, document.startLine),
            object: titleOf(object),
            related: [],
            fixes: [],
          },
        ];
      }),
    ),
  );
}

function severityOf(rule: Finding['rule'], { configuration: { rules } }: Workspace): Severity | 'off' {
  return rules.get(rule) ?? troubles.find(({ id }) => id === rule)?.severity ?? 'warning';
}
