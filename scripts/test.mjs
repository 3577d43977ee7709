// npm test: installs what is missing, runs every stage, and sums up what was counted.
//   npm test -- [--only unit,editor] [--quick] [--samples N] [--cluster]     --quick: without the editor; --cluster: with the practice cluster,
//   which needs root on Debian and installs packages. In CI (CI=true) it is brought up where the machine can carry it.
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
const cluster = await import('./test/cluster.mjs');
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
const env = values.samples === undefined ? {} : { PLINTH_SAMPLES: values.samples };
const patience = values.samples === 'unlimited' ? Infinity : HANG_MS;
const sum = { passed: 0, failed: 0, skipped: [] };
const troubled = [];

/** Runs a stage and counts. */
async function count(name, run) {
  const since = performance.now();
  console.log(`\n── ${name} ──`);
  const { passed, failed, skipped } = await run();
  console.log(`${name}: ${passed} passed, ${failed} failed, ${skipped.length} skipped in ${seconds(since)}`);
  sum.passed += passed;
  sum.failed += failed;
  sum.skipped.push(...skipped);
  if (failed > 0) troubled.push(name);
}

/** The stage that brings the practice cluster up, before the first one that uses it. */
async function enterCluster() {
  const why = await cluster.obstacle();
  if (why !== undefined) {
    Object.assign(env, { PLINTH_CLUSTER_TESTS: '', PLINTH_CLUSTER_OBSTACLE: why });
    if (wish === 'ci') return { passed: 0, failed: 0, skipped: [`the stage practice cluster: ${why}`] };
    console.error(`It was asked for, and cannot be: ${why}`);
    return { passed: 0, failed: 1, skipped: [] };
  }
  const entered = await cluster.enter();
  leave = entered.leave;
  env.PLINTH_CLUSTER_TESTS = entered.runs ? '1' : '';
  if (!entered.runs) env.PLINTH_CLUSTER_OBSTACLE = 'the practice cluster did not come up';
  return { passed: Number(entered.runs), failed: Number(!entered.runs), skipped: [] };
}

const chosen = all.filter(({ name }) => wanted.includes(name));
const first = chosen.find(({ onCluster }) => onCluster);
const wish = cluster.wish(values.cluster ?? false);
let leave = () => true;
for (const stage of chosen) {
  if (stage === first && wish !== 'no') await count('practice cluster', enterCluster);
  await count(stage.name, () => runStage(stage, env, patience));
}
if (!(await leave())) {
  sum.failed += 1;
  troubled.push('practice cluster (its end)');
}
if (values.quick && values.only === undefined) sum.skipped.push('the stage editor: --quick leaves it out');
console.log('');
if (troubled.length > 0) console.log(`failed: ${troubled.join(', ')}`);
for (const one of sum.skipped) console.log(`skipped: ${one}`);
if (first !== undefined && env.PLINTH_CLUSTER_TESTS !== '1') console.log(cluster.HOW);
console.log(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped.length} skipped`);
process.exit(sum.failed > 0 ? 1 : 0);
