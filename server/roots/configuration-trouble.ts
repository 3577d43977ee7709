import { CONFIGURATION_FILE } from '../workspace/configuration.ts';
import type { ConfigurationProblem } from '../workspace/configuration.ts';
import type { Workspaces } from './workspaces.ts';
import type { Finding } from '../linter/finding.ts';

/** Mistakes in the `.plinth.yaml` files of all workspaces, as findings. */
export function configurationTrouble(workspaces: Workspaces): Finding[] {
  // Several workspaces may inherit one file.
  const files = new Map(
    workspaces.linters.map(({ workspace: { root } }) => [
      workspaces.configurationFile(root),
      workspaces.problems(root),
    ]),
  );
  return [...files].flatMap(([uri, problems]) => configurationFindings(uri, problems));
}

/** The mistakes of one `.plinth.yaml`. */
export function configurationFindings(uri: string, problems: readonly ConfigurationProblem[]): Finding[] {
  return problems.map(({ message, range }) => ({
    rule: 'file/parse-error',
    severity: 'error',
    message,
    uri,
    range,
    object: CONFIGURATION_FILE,
    related: [],
    fixes: [],
  }));
}
