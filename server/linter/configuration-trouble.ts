import { CONFIGURATION_FILE } from '../workspace/configuration.ts';
import type { Workspaces } from '../workspace/workspaces.ts';
import type { Finding } from './finding.ts';

/** Mistakes in the `.plinth.yaml` files of all workspaces, as findings. */
export function configurationTrouble(workspaces: Workspaces): Finding[] {
  return workspaces.linters.flatMap(({ workspace }) =>
    workspaces.problems(workspace.root).map(({ message, range }) => ({
      rule: 'file/parse-error' as const,
      severity: 'error' as const,
      message,
      uri: `${workspace.root}/${CONFIGURATION_FILE}`,
      range,
      object: CONFIGURATION_FILE,
      related: [],
      fixes: [],
    })),
  );
}
