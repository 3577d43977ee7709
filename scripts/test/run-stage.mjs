// Runs one stage and counts its tests.
import { Buffer } from 'node:buffer';
import { readFileSync, rmSync } from 'node:fs';
import { end, start } from '../children.mjs';
import { at } from '../project.mjs';

/**
 * Runs Node and gives its exit code; a program that hangs is ended. What it prints goes to the terminal at once, or, where something else
 * runs beside it, to `tell` at the end.
 */
function node(args, env, patience, tell) {
  return new Promise((resolve, reject) => {
    const to = tell === undefined ? 'inherit' : 'pipe';
    const child = start(process.execPath, args, { stdio: ['ignore', to, to], env: { ...process.env, ...env } });
    const printed = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => printed.push(chunk));
    const timer = Number.isFinite(patience) && setTimeout(() => end(child), patience);
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(timer);
      end(child);
      tell?.(Buffer.concat(printed).toString('utf8').trimEnd());
      resolve(code ?? 1);
    });
  });
}

async function runMocha({ name, specs, timeout, shown = 'dot' }, env, patience, tell) {
  const file = at(`out/counts-${name}.json`);
  rmSync(file, { force: true });
  const args = [
    '--no-config',
    '--node-option',
    'import=tsx',
    '--timeout',
    String(timeout),
    '--reporter',
    at('scripts/test/reporter.mjs'),
  ];
  const told = { ...env, PLINTH_COUNTS: file, PLINTH_REPORTER: shown };
  const code = await node([at('node_modules/mocha/bin/mocha.js'), ...args, ...specs], told, patience, tell);
  try {
    const counts = JSON.parse(readFileSync(file, 'utf8'));
    // Mocha found fault with something outside of the tests.
    if (code !== 0 && counts.failed === 0) counts.failed = 1;
    return counts;
  } catch {
    console.error(`${name}: mocha has come to no end (exit code ${code}).`);
    return { passed: 0, failed: 1, skipped: [] };
  }
}

/** Runs a stage in the environment `env`, no longer than `patience` milliseconds. `tell` gets what it prints where stages run side by side. */
export async function runStage(stage, env, patience, tell) {
  const why = stage.obstacle?.();
  if (why !== undefined) return { passed: 0, failed: 0, skipped: [`the stage ${stage.name}: ${why}`] };
  await stage.prepare?.();
  if (stage.specs !== undefined) return runMocha(stage, env, patience, tell);
  const failed = Number((await node(stage.args, env, patience, tell)) !== 0);
  return { passed: 1 - failed, failed, skipped: [] };
}
