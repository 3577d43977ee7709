import type { ServerState } from '../language/session.ts';

/** How many problems a file and the whole workspace have; `file` is undefined where no manifest is in front. */
export interface Counts {
  readonly file: number | undefined;
  readonly workspace: number;
}

const risks = (number: number): string => (number === 0 ? 'no risks' : `${number} ${number === 1 ? 'risk' : 'risks'}`);

/** The status bar's text, with VS Code's icons. */
export function label(state: ServerState, { file, workspace }: Counts): string {
  switch (state) {
    case 'starting':
      return '$(loading~spin) Plinth';
    case 'failed':
      return '$(error) Plinth';
    case 'running':
      return `$(database) ${risks(file ?? workspace)}`;
    case 'waiting':
    case 'off':
      return '$(database) Plinth';
  }
}

/** What the status bar says when one points at it. */
export function explanation(state: ServerState, { file, workspace }: Counts): string {
  switch (state) {
    case 'starting':
      return 'Plinth is starting.';
    case 'failed':
      return 'The Plinth language server does not run. Its output says why.';
    case 'running':
      return file === undefined
        ? `Plinth: ${risks(workspace)} in this workspace.`
        : `Plinth: ${risks(file)} in this file, ${risks(workspace)} in this workspace.`;
    case 'waiting':
      return 'Plinth waits for the first Kubernetes manifest.';
    case 'off':
      return 'Plinth is switched off by the setting plinth.enable.';
  }
}
