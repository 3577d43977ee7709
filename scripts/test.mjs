// npm test: installs what is missing, runs every stage, and sums up what was counted.
//   npm test -- [--only unit,editor] [--quick] [--samples N] [--cluster]     --quick: without the editor; --cluster: with the practice cluster,
//   which needs root on Debian and installs packages
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { end, start } from './children.mjs';
import { installProject } from './install.mjs';
import { at, requireNode } from './project.mjs';

const COUNTS = at('out/counts.json');

/** No stage takes this long; whoever asks for unlimited samples waits as long as it takes. */
const HANG_MS = 30 * 60_000;

const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/** Runs Node in the terminal and gives the exit code; a program that hangs is ended. */
function node(args, env, patience) {
  return new Promise((resolve, reject) => {
    const child = start(process.execPath, args, {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env },
    });
    const timer = Number.isFinite(patience) && setTimeout(() => end(child), patience);
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(timer);
      end(child);
      resolve(code ?? 1);
    });
  });
}

async function runMocha({ specs, timeout, shown = 'dot' }, env, patience) {
  rmSync(COUNTS, { force: true });
  const args = [
    '--no-config',
    '--node-option',
    'import=tsx',
    '--timeout',
    String(timeout),
    '--reporter',
    at('scripts/test/reporter.mjs'),
  ];
  const told = { ...env, PLINTH_COUNTS: COUNTS, PLINTH_REPORTER: shown };
  const code = await node([at('node_modules/mocha/bin/mocha.js'), ...args, ...specs], told, patience);
  try {
    const counts = JSON.parse(readFileSync(COUNTS, 'utf8'));
    // Mocha found fault with something outside of the tests.
    if (code !== 0 && counts.failed === 0) counts.failed = 1;
    return counts;
  } catch {
    console.error(`Mocha has come to no end (exit code ${code}).`);
    return { passed: 0, failed: 1, skipped: [] };
  }
}

async function runStage(stage, env, patience) {
  const why = stage.obstacle?.();
  if (why !== undefined) return { passed: 0, failed: 0, skipped: [`the stage ${stage.name}: ${why}`] };
  await stage.prepare?.();
  if (stage.specs !== undefined) return runMocha(stage, env, patience);
  const failed = Number((await node(stage.args, env, patience)) !== 0);
  return { passed: 1 - failed, failed, skipped: [] };
}

requireNode();
const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    quick: { type: 'boolean' },
    samples: { type: 'string' },
    cluster: { type: 'boolean' },
  },
});
await installProject();
// Only now: the stages use what was just installed.
const { stages } = await import('./test/stages.mjs');
const all = stages();
const wanted =
  values.only?.split(',') ?? all.map(({ name }) => name).filter((name) => !values.quick || name !== 'editor');
const unknown = wanted.filter((name) => !all.some((stage) => stage.name === name));
if (unknown.length > 0) {
  console.error(`There is no stage ${unknown.join(', ')}; choose from ${all.map(({ name }) => name).join(', ')}.`);
  process.exit(2);
}
// These try what was built.
if (wanted.some((name) => name === 'server' || name === 'editor') && !wanted.includes('build')) wanted.push('build');
mkdirSync(at('out'), { recursive: true });
const env = {
  ...(values.samples === undefined ? {} : { PLINTH_SAMPLES: values.samples }),
  ...(values.cluster ? { PLINTH_CLUSTER_TESTS: '1' } : {}),
};
const patience = values.samples === 'unlimited' ? Infinity : HANG_MS;
const sum = { passed: 0, failed: 0, skipped: [] };
const troubled = [];
for (const stage of all.filter(({ name }) => wanted.includes(name))) {
  const since = performance.now();
  console.log(`\n── ${stage.name} ──`);
  const { passed, failed, skipped } = await runStage(stage, env, patience);
  console.log(`${stage.name}: ${passed} passed, ${failed} failed, ${skipped.length} skipped in ${seconds(since)}`);
  sum.passed += passed;
  sum.failed += failed;
  sum.skipped.push(...skipped);
  if (failed > 0) troubled.push(stage.name);
}
if (values.quick && values.only === undefined) sum.skipped.push('the stage editor: --quick leaves it out');
console.log('');
if (troubled.length > 0) console.log(`failed: ${troubled.join(', ')}`);
for (const one of sum.skipped) console.log(`skipped: ${one}`);
console.log(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped.length} skipped`);
process.exit(sum.failed > 0 ? 1 : 0);
