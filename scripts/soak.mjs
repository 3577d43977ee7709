// npm run soak: the long trials, one after the other, with PLINTH_SOAK=1: first those of the model, then, with --cluster, those on the practice cluster.
//   npm run soak -- [--resume] [--cluster] [--only killed,races]
// How far it came is kept in a file outside of the work tree; with --resume what has passed since is not run again.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { installProject } from './install.mjs';
import { at, requireNode } from './project.mjs';

const model = (name) => [`test/model/${name}.test.ts`];
/** Names, and what mocha runs for them. */
const TRIALS = [
  { name: 'killed-toy', specs: model('killed-everywhere') },
  { name: 'faults-toy', specs: model('faults') },
  { name: 'races-toy', specs: model('races') },
  { name: 'races', specs: model('operations-races') },
  { name: 'faults', specs: model('operations-faults') },
  { name: 'killed', specs: model('operations-killed') },
  { name: 'races-failover', specs: model('failover-races') },
  { name: 'faults-failover', specs: model('failover-faults') },
  { name: 'killed-failover', specs: model('failover-killed') },
  { name: 'races-rejoin', specs: model('rejoin-races') },
  { name: 'faults-rejoin', specs: model('rejoin-faults') },
  { name: 'killed-rejoin', specs: model('rejoin-killed') },
  { name: 'races-data', specs: model('data-races') },
  { name: 'faults-data', specs: model('data-faults') },
  { name: 'killed-data', specs: model('data-killed') },
  // A hundred stops and starts of each engine.
  { name: 'operations', folder: 'operations' },
  { name: 'restart', folder: 'restart' },
  { name: 'backup-operations', folder: 'backup-operations' },
  // Three hundred turns of each engine.
  { name: 'switchover', folder: 'switchover' },
  // Each operation killed before, during and after each of its steps.
  { name: 'killed-for-real', folder: 'killed-for-real' },
  // An hour of each engine in which something breaks every minute.
  { name: 'hour', folder: 'hour-of-faults' },
].map((trial) => ({ onCluster: trial.folder !== undefined, ...trial }));

/** Files of one trial on the practice cluster at a time: they wait most of the time. */
const JOBS = 4;

/** Tests set their own limits; this is for those that do not. */
const TIMEOUT_MS = 60_000;

const MEMORY_MB = 10_240;

requireNode();
const { values } = parseArgs({
  options: { resume: { type: 'boolean' }, cluster: { type: 'boolean' }, only: { type: 'string' } },
});
const only = values.only?.split(',');
const unknown = only?.filter((name) => !TRIALS.some((trial) => trial.name === name)) ?? [];
if (unknown.length > 0) {
  console.error(`There is no trial ${unknown.join(', ')}; choose from ${TRIALS.map(({ name }) => name).join(', ')}.`);
  process.exit(2);
}
await installProject();
const { runStage } = await import('./test/run-stage.mjs');
const { runPool } = await import('./test/pool.mjs');

const folder = join(process.env.XDG_STATE_HOME ?? join(homedir(), '.local', 'state'), 'plinth');
const file = join(folder, 'soak.json');
mkdirSync(folder, { recursive: true });
mkdirSync(at('out'), { recursive: true });

/** The files of a trial on the practice cluster, side by side; those of the model are one process. */
async function run({ name, specs, folder }, env) {
  const stage = { name: `soak-${name}`, timeout: TIMEOUT_MS, shown: 'spec' };
  if (folder === undefined) return runStage({ ...stage, specs }, env, Infinity);
  const files = readdirSync(at(`test/${folder}`), { recursive: true })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => `test/${folder}/${file}`);
  let counted;
  const onEnd = (_, counts, printed) => {
    console.log(printed);
    counted = counts;
  };
  await runPool([{ ...stage, specs: files }], { jobs: JOBS, longest: [], env, patience: Infinity, onEnd });
  return counted;
}

/** What earlier runs have counted, by the trial's name. */
function known() {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
}

const results = values.resume ? known() : {};
for (const trial of TRIALS) {
  const isWanted = only === undefined ? values.cluster === true || trial.onCluster !== true : only.includes(trial.name);
  const before = results[trial.name];
  if (!isWanted || (before !== undefined && before.failed === 0)) continue;
  console.log(`\n── ${trial.name} ──`);
  const since = performance.now();
  // Thousands of worlds: what mocha keeps of them is more than Node takes by itself.
  const memory = `${process.env.NODE_OPTIONS ?? ''} --max-old-space-size=${MEMORY_MB}`;
  const env = {
    PLINTH_SOAK: '1',
    PLINTH_TELL: '1',
    NODE_OPTIONS: memory.trim(),
    ...(trial.onCluster ? { PLINTH_CLUSTER_TESTS: '1' } : {}),
    ...(values.resume ? { PLINTH_RESUME: '1' } : {}),
  };
  const { passed, failed, skipped } = await run(trial, env);
  const seconds = Math.round((performance.now() - since) / 1000);
  results[trial.name] = { passed, failed, skipped: skipped.length, seconds, ended: new Date().toISOString() };
  writeFileSync(file, `${JSON.stringify(results, undefined, 2)}\n`);
}
console.table(results);
console.log(`Kept in ${file}`);
process.exitCode = Object.values(results).some(({ failed }) => failed > 0) ? 1 : 0;
