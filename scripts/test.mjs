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

/** Where there are fewer cores, tests that measure times would disturb each other. */
const CORES_FOR_LANES = 4;

const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

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
const { stages, WITH_HOST } = await import('./test/stages.mjs');
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
const sum = { passed: 0, failed: 0, skipped: [] };
const troubled = [];

/** Runs a stage and counts; what it prints stands below its name, also where others run beside it. */
async function count(name, run, isBeside = false) {
  const since = performance.now();
  let printed = '';
  if (!isBeside) console.log(`\n── ${name} ──`);
  const { passed, failed, skipped } = await run(isBeside ? (text) => (printed = text) : undefined);
  if (isBeside) console.log(`\n── ${name} ──\n${printed}`);
  console.log(`${name}: ${passed} passed, ${failed} failed, ${skipped.length} skipped in ${seconds(since)}`);
  sum.passed += passed;
  sum.failed += failed;
  sum.skipped.push(...skipped);
  if (failed > 0) troubled.push(name);
}

/** Runs stages of different lanes side by side, those of one lane one after the other. */
async function runLanes(stages) {
  const lanes = new Map();
  for (const stage of stages) lanes.set(stage.lane, [...(lanes.get(stage.lane) ?? []), stage]);
  if (lanes.size > 1)
    console.log(`\n(${stages.map(({ name }) => name).join(', ')}: in ${lanes.size} lanes side by side)`);
  await Promise.all(
    [...lanes.values()].map(async (lane) => {
      for (const stage of lane) {
        await count(stage.name, (tell) => runStage(stage, env, patience, tell), lanes.size > 1);
      }
    }),
  );
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
// CI has time: there nothing disturbs what is measured.
const isLaned = wish !== 'ci' && availableParallelism() >= CORES_FOR_LANES;
const waiting = [...chosen];
for (let stage = waiting.shift(); stage !== undefined; stage = waiting.shift()) {
  const together = [stage];
  while (isLaned && stage.lane !== undefined && waiting[0]?.lane !== undefined) together.push(waiting.shift());
  if (together.includes(first) && wish !== 'no') await count('practice cluster', enterCluster);
  await runLanes(together);
}
if (!(await leave())) {
  sum.failed += 1;
  troubled.push('practice cluster (its end)');
}
if (values.quick && values.only === undefined)
  sum.skipped.push(...WITH_HOST.map((name) => `the stage ${name}: --quick leaves it out`));
console.log('');
if (troubled.length > 0) console.log(`failed: ${troubled.join(', ')}`);
for (const one of sum.skipped) console.log(`skipped: ${one}`);
if (first !== undefined && env.PLINTH_CLUSTER_TESTS !== '1') console.log(cluster.HOW);
console.log(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped.length} skipped`);
process.exit(sum.failed > 0 ? 1 : 0);
