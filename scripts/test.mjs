// npm test: installs what is missing, runs every stage, and sums up what was counted.
//   npm test -- [--only unit,editor] [--quick] [--samples N] [--cluster]     --quick: without mover and editor; --cluster: with the practice cluster,
//   which needs root on Debian and installs packages. In CI (CI=true) it is brought up where the machine can carry it.
import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { installProject } from './install.mjs';
import { at, requireNode } from './project.mjs';

/** No stage takes this long; whoever asks for unlimited samples waits as long as it takes. */
const HANG_MS = 30 * 60_000;

/** Files of tests side by side, by pool: trials keep a core busy each, those of the cluster wait. */
const JOBS = {
  checks: Math.max(2, availableParallelism() - 1),
  trials: Math.max(2, availableParallelism() - 1),
  rounds: 2,
  // They wait most of the time: three keep two cores half busy.
  cluster: Math.max(3, availableParallelism()),
};

/** Files of a pool whose time is told. */
const MOST = 15;

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
const { isLeftOutInCi, LONGEST, stages, WITH_HOST } = await import('./test/stages.mjs');
const { runPool } = await import('./test/pool.mjs');
const { runStage } = await import('./test/run-stage.mjs');
const cluster = await import('./test/cluster.mjs');
const all = stages();
const wanted =
  values.only?.split(',') ?? all.map(({ name }) => name).filter((name) => !values.quick || !WITH_HOST.includes(name));
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
const sum = { passed: 0, failed: 0, skipped: 0, left: [], failures: [], again: [] };

function counted(name, { passed, failed, skipped, failures, again = [] }, took) {
  console.log(`${name}: ${passed} passed, ${failed} failed, ${skipped.length} skipped in ${took.toFixed(1)} s`);
  sum.passed += passed;
  sum.failed += failed;
  // Where a whole stage was left out, its name says as much as those of its tests.
  if (passed + failed === 0 && skipped.length > 1) sum.left.push(`the ${skipped.length} tests of the stage ${name}`);
  else sum.left.push(...skipped);
  sum.skipped += skipped.length;
  sum.failures.push(...failures);
  sum.again.push(...again);
}

/** Runs a stage by itself, and counts. */
async function count(name, run) {
  const since = performance.now();
  console.log(`\n── ${name} ──`);
  counted(name, await run(), (performance.now() - since) / 1000);
}

/** Runs the files of some stages side by side; what a stage prints stands below its name. */
async function runTogether(stages, jobs) {
  const since = performance.now();
  console.log(`\n(${stages.map(({ name }) => name).join(', ')}: ${jobs} files side by side)`);
  const onEnd = (stage, counts, printed, took) => {
    console.log(`\n── ${stage.name} ──\n${printed}`);
    counted(stage.name, counts, took);
  };
  const left = wish === 'ci' ? stages.flatMap(({ specs = [] }) => specs.filter(isLeftOutInCi)) : [];
  sum.left.push(...left.map((file) => `${file}: npm test -- --cluster runs it`));
  sum.skipped += left.length;
  const chosen = stages.map((stage) => ({ ...stage, specs: stage.specs?.filter((file) => !left.includes(file)) }));
  const files = await runPool(chosen, { jobs, longest: LONGEST, env, patience, onEnd });
  console.log(`\n(all of them in ${((performance.now() - since) / 1000).toFixed(1)} s; what took longest:`);
  for (const { file, seconds } of files.slice(0, MOST)) console.log(`  ${seconds.toFixed(0).padStart(5)} s  ${file}`);
  console.log(')');
}

/** The stage that brings the practice cluster up, before the first one that uses it. */
async function enterCluster() {
  const why = await cluster.obstacle();
  if (why !== undefined) {
    Object.assign(env, { PLINTH_CLUSTER_TESTS: '', PLINTH_CLUSTER_OBSTACLE: why });
    if (wish === 'ci') return { passed: 0, failed: 0, skipped: [`the stage practice cluster: ${why}`], failures: [] };
    return {
      passed: 0,
      failed: 1,
      skipped: [],
      failures: [`the practice cluster was asked for, and cannot be: ${why}`],
    };
  }
  const entered = await cluster.enter();
  leave = entered.leave;
  const runs = entered.why === undefined;
  env.PLINTH_CLUSTER_TESTS = runs ? '1' : '';
  if (!runs) env.PLINTH_CLUSTER_OBSTACLE = 'the practice cluster did not come up';
  const failures = runs ? [] : [`the practice cluster did not come up: ${entered.why}`];
  return { passed: Number(runs), failed: Number(!runs), skipped: [], failures };
}

const chosen = all.filter(({ name }) => wanted.includes(name));
const first = chosen.find(({ onCluster }) => onCluster);
const wish = cluster.wish(values.cluster ?? false);
let leave = () => true;
const waiting = [...chosen];
for (let stage = waiting.shift(); stage !== undefined; stage = waiting.shift()) {
  const together = [stage];
  while (stage.pool !== undefined && waiting[0]?.pool === stage.pool) together.push(waiting.shift());
  if (together.includes(first) && wish !== 'no') await count('practice cluster', enterCluster);
  if (stage.pool === undefined) await count(stage.name, () => runStage(stage, env, patience));
  else await runTogether(together, JOBS[stage.pool]);
}
if (!(await leave())) {
  sum.failed += 1;
  sum.failures.push('the practice cluster did not end');
}
if (values.quick && values.only === undefined) {
  sum.left.push(...WITH_HOST.map((name) => `the stage ${name}: --quick leaves it out`));
  sum.skipped += WITH_HOST.length;
}
console.log('');
for (const one of sum.left) console.log(`skipped: ${one}`);
if (first !== undefined && env.PLINTH_CLUSTER_TESTS !== '1') console.log(cluster.HOW);
// What failed stands last: where only the end of the output is kept, it says why.
for (const one of sum.again) console.log(`failed once, and passed when it was run again: ${one}`);
for (const one of sum.failures) console.log(`failed: ${one}`);
console.log(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
process.exit(sum.failed > 0 ? 1 : 0);
