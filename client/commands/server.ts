import type { Command } from './context.ts';

/** Ends the language server and starts it anew. */
export const restartServer: Command = ({ session }) => session.restart();

/** Shows what the language server has to say. */
export const showOutput: Command = ({ session }) => {
  session.output.show();
};
