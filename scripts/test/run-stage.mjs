// Runs stages and counts their tests.
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
  const file = at(`out/counts-${name.replace(/\W+/g, '-')}.json`);
  rmSync(file, { force: true });
  const args = [
    '--no-config',
    '--node-option',
    'import=tsx',
    // Trials make and drop much: with Node's own 16 MB a fifth of their time goes to the collector.
    '--node-option',
    'max-semi-space-size=64',
    '--timeout',
    String(timeout),
    '--reporter',
    at('scripts/test/reporter.mjs'),
  ];
  const told = { ...env, PLINTH_COUNTS: file, PLINTH_REPORTER: shown };
  const code = await node([at('node_modules/mocha/bin/mocha.js'), ...args, ...specs], told, patience, tell);
  try {
    const counts = JSON.parse(readFileSync(file, 'utf8'));
    if (code === 0 || counts.failed > 0) return counts;
    return { ...counts, failed: 1, failures: [`${name}: mocha found fault with something outside of the tests`] };
  } catch {
    const failure = `${name}: mocha has come to no end (exit code ${String(code)})`;
    return { passed: 0, failed: 1, skipped: [], failures: [failure] };
  }
}

/** Milliseconds that CI may spend on second runs, all stages together. */
let left = 20 * 60_000;

/**
 * A second run of the files in which something failed, where the stage uses the practice cluster: on a busy machine a kubelet, an API server or a timer comes late. What passes
 * then is told at the end (`again`), it is not hidden; what fails twice has failed.
 */
async function onceMore(stage, env, patience, tell, first) {
  const files = first.files ?? [];
  if (!stage.onCluster || files.length === 0 || left <= 0) return first;
  const since = performance.now();
  const name = `${stage.name} again`;
  const second = await runMocha({ ...stage, name, specs: files }, env, Math.min(patience, left), tell);
  left -= performance.now() - since;
  if (second.failed > 0) return first;
  return { ...first, passed: first.passed + first.failed, failed: 0, failures: [], again: first.failures };
}

/**
 * Runs one stage in the environment `env`, no longer than `patience` milliseconds. `tell` gets what it prints where stages run side by side.
 * Gives what was counted: `passed`, `failed`, the titles that were `skipped`, `failures` as texts, and
 * `again`: those that a second run did not have.
 */
export async function runStage(stage, env, patience, tell) {
  const why = stage.obstacle?.();
  if (why !== undefined) return { passed: 0, failed: 0, skipped: [`the stage ${stage.name}: ${why}`], failures: [] };
  await stage.prepare?.();
  if (stage.specs !== undefined) {
    const first = await runMocha(stage, env, patience, tell);
    return onceMore(stage, env, patience, tell, first);
  }
  const isWell = (await node(stage.args, env, patience, tell)) === 0;
  const failures = isWell ? [] : [`${stage.name}: its output says why`];
  return { passed: Number(isWell), failed: Number(!isWell), skipped: [], failures };
}
