#!/usr/bin/env node
// Runs the command line out of a checkout, with what follows as its arguments: what the GitHub Action and pre-commit call. What is missing is
// installed and built first; only the command line itself writes to standard output.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { at, requireNode } from './project.mjs';

requireNode();
const bundle = at('dist/cli.mjs');
const run = (script, args, stdout) => spawnSync(process.execPath, [script, ...args], { stdio: ['inherit', stdout, 2] });

if (!existsSync(bundle)) {
  for (const [script, ...args] of [[at('scripts/install.mjs')], [at('scripts/build.mjs'), 'cli']]) {
    if (run(script, args, 2).status !== 0) process.exit(2);
  }
}
process.exitCode = run(bundle, process.argv.slice(2), 1).status ?? 2;
