// The practice cluster for the stages that need it: brought up before the first of them, taken down after the last if it was not up before.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { runNode } from '../children.mjs';
import { at } from '../project.mjs';
import { typescript } from '../typescript.mjs';

/** A cold build on two cores takes about half an hour; another clone's may have to be waited for. */
const PATIENCE_S = 75 * 60;

/** How its tests are asked for, said where they did not run. */
export const HOW =
  'npm test -- --cluster runs the tests of the practice cluster (Debian 12, root; it installs packages)';

/** Whether tests below a folder use the practice cluster, themselves or through what stands beside them. */
export function usesCluster(folder) {
  return readdirSync(at(folder), { recursive: true, withFileTypes: true }).some(
    (entry) =>
      entry.name.endsWith('.ts') &&
      !entry.parentPath.includes('node_modules') &&
      /from '.*\bpractice\.ts'/.test(readFileSync(path.join(entry.parentPath, entry.name), 'utf8')),
  );
}

/** Whether its tests are wanted: by name, or because this is CI, where a machine that cannot is no failure. */
export function wish(asked, env = process.env) {
  if (asked || env.PLINTH_CLUSTER_TESTS === '1') return 'asked';
  return ['true', '1'].includes(env.CI ?? '') ? 'ci' : 'no';
}

/** Why this machine cannot carry it, in one sentence; undefined where it can. */
export async function obstacle() {
  const { requireHost } = await typescript('test/cluster/host.ts');
  try {
    await requireHost();
    return undefined;
  } catch (error) {
    if (error.name !== 'Failure') throw error;
    return error.message;
  }
}

/** Times that it is tried to bring it up: what was built already is kept, and a registry that fails now answers a minute later. */
const TRIES = 3;
const PAUSE_MS = 30_000;

/** Last lines of what failed that are told. */
const LAST = 6;

/** Runs a command of the practice cluster itself, whatever context somebody has named. Gives its last lines where it fails. */
async function cluster(...args) {
  const env = { ...process.env, PLINTH_CLUSTER_PROVIDER: 'practice' };
  const command = ['--import', 'tsx', at('test/cluster/main.ts'), ...args, '--wait', String(PATIENCE_S)];
  const lines = [];
  const onLine = (line) => lines.push(line);
  // Nothing hangs longer than CI has time.
  const { code } = await runNode(command, { env, onLine, timeout: (PATIENCE_S + 300) * 1000, killSignal: 'SIGKILL' });
  if (code === 0) return undefined;
  return (
    lines
      .filter((line) => line.trim() !== '')
      .slice(-LAST)
      .join(' | ') || `exit code ${String(code)}`
  );
}

/** Brings the cluster up. Gives why it does not run where it does not, and `leave`, which puts things back as they were. */
export async function enter() {
  const { nodeProcess } = await typescript('test/cluster/node.ts');
  const ranBefore = (await nodeProcess()) !== undefined;
  // What a run that was killed has left would take the machine from this one; a cluster that somebody uses is left alone.
  if (!ranBefore && wish(false) === 'ci') await cluster('reset');
  let why = await cluster('up');
  for (let tries = 1; why !== undefined && tries < TRIES; tries++) {
    console.log(`It is tried again: ${why}`);
    await setTimeout(PAUSE_MS);
    why = await cluster('up');
  }
  let entered = why === undefined && !ranBefore;
  process.on('exit', () => {
    if (entered) console.error('The practice cluster still runs; `npm run cluster -- down` ends it.');
  });
  const leave = async () => {
    if (ranBefore) return true;
    entered = false;
    return (await cluster('down')) === undefined;
  };
  return { why, leave };
}
