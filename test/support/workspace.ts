import { readCluster } from '../../server/cluster/cluster.ts';
import { Linter } from '../../server/linter/linter.ts';
import type { Finding } from '../../server/linter/finding.ts';
import type { ClusterSnapshot } from '../../server/protocol/messages.ts';
import { RuleSet } from '../../server/rules/index.ts';
import type { RuleId } from '../../server/rules/rule.ts';
import { SourceFile } from '../../server/documents/index.ts';
import { NO_CONFIGURATION } from '../../server/workspace/configuration.ts';
import type { Configuration } from '../../server/workspace/configuration.ts';
import { Workspace } from '../../server/workspace/workspace.ts';

/** A linter over texts by file name; `rules` narrows what runs, `cluster` is the one that is connected. */
export function linterOf(
  files: Readonly<Record<string, string>>,
  rules?: readonly RuleId[],
  configuration: Partial<Configuration> = {},
  cluster?: ClusterSnapshot,
): Linter {
  const workspace = new Workspace('/test', { ...NO_CONFIGURATION, ...configuration });
  workspace.cluster = readCluster(cluster);
  for (const [name, text] of Object.entries(files)) workspace.set(SourceFile.open(`/test/${name}`, text));
  return new Linter(workspace, new RuleSet(rules ? (rule) => rules.includes(rule) : undefined));
}

/** All findings of all files, in the files' order. */
export function allFindings(linter: Linter): Finding[] {
  return [...linter.files].flatMap((uri) => linter.findings(uri));
}

/** A finding in one line, for messages of failed tests. */
export function describeFinding({ rule, severity, message, uri, range }: Finding): string {
  return `${uri}:${range.start.line + 1}:${range.start.character + 1} ${severity} ${rule}: ${message}`;
}
