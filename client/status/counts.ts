import type { SeverityCounts, StatusParams } from '../../server/protocol/messages.ts';
import type { ServerState } from '../language/session.ts';

/** What the status bar speaks of. */
export interface Seen {
  readonly state: ServerState;
  /** Problems of the file in front; undefined where it is no manifest. */
  readonly file: number | undefined;
  /** What the server has told of the workspace; undefined before it has. */
  readonly workspace: StatusParams | undefined;
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;
const risks = (number: number): string => (number === 0 ? 'no risks' : count(number, 'risk'));
const total = ({ error, warning, info, hint }: SeverityCounts): number => error + warning + info + hint;

/** The status bar's text, with VS Code's icons. */
export function label({ state, file, workspace }: Seen): string {
  switch (state) {
    case 'starting':
      return '$(loading~spin) Plinth';
    case 'failed':
      return '$(error) Plinth';
    case 'running': {
      const number = file ?? (workspace && total(workspace.findings));
      if (number === undefined) return '$(database) Plinth';
      return `$(${workspace?.state === 'indexing' ? 'loading~spin' : 'database'}) ${risks(number)}`;
    }
    case 'waiting':
    case 'off':
      return '$(database) Plinth';
  }
}

/** What the status bar says when one points at it. */
export function explanation({ state, file, workspace }: Seen): string {
  switch (state) {
    case 'starting':
      return 'Plinth is starting.';
    case 'failed':
      return 'The Plinth language server does not run. Its output says why.';
    case 'running': {
      const here = file === undefined ? [] : [`${risks(file)} in this file`];
      const all = workspace && `${risks(total(workspace.findings))} in ${count(workspace.databases, 'database')}`;
      const where =
        workspace && `of ${count(workspace.files, 'file')}${workspace.state === 'indexing' ? ' read so far' : ''}`;
      const sentences = [...here, ...(all === undefined ? [] : [`${all} ${where}`])].join(', ');
      return sentences === '' ? 'Plinth is running.' : `Plinth: ${sentences}.`;
    }
    case 'waiting':
      return 'Plinth waits for the first Kubernetes manifest.';
    case 'off':
      return 'Plinth is switched off by the setting plinth.enable.';
  }
}
