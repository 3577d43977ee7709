import type { Command } from './context.ts';
import { explainRule } from './explain-rule.ts';
import { fixAllInFile } from './fix-all.ts';
import { lintWorkspace } from './lint-workspace.ts';
import { restartServer, showOutput } from './server.ts';
import { showRisks } from './show-risks.ts';

/** Every command by its id; package.json gives those that people call their titles. */
export const COMMANDS: Readonly<Record<`plinth.${string}`, Command>> = {
  'plinth.explainRule': explainRule,
  'plinth.fixAllInFile': fixAllInFile,
  'plinth.lintWorkspace': lintWorkspace,
  'plinth.restartServer': restartServer,
  'plinth.showOutput': showOutput,
  'plinth.showRisks': showRisks,
};
