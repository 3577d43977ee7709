import { CONFIGURATION_FILE } from '../workspace/configuration.ts';
import type { ConfigurationProblem } from '../workspace/configuration.ts';
import type { Workspaces } from '../workspace/workspaces.ts';
import type { Finding } from './finding.ts';

/** Mistakes in the `.plinth.yaml` files of all workspaces, as findings. */
export function configurationTrouble(workspaces: Workspaces): Finding[] {
  return workspaces.linters.flatMap(({ workspace: { root } }) =>
    configurationFindings(`${root}/${CONFIGURATION_FILE}`, workspaces.problems(root)),
  );
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
