// What `npm test` does, in its order.
import { existsSync, readdirSync } from 'node:fs';
import { installHost } from '../install.mjs';
import { packageExtension } from '../package.mjs';
import { at } from '../project.mjs';
import { usesCluster } from './cluster.mjs';

/** Rooms whose tests stand beside the code. */
const ROOMS = ['engines', 'server', 'core', 'client', 'cli'];

/** Stages that need the packages of the hosts, a download of 600 MB: `--quick` leaves them out. */
export const WITH_HOST = ['mover', 'editor'];

/** Folders below test/ that hold no tests, or have a stage of their own at the end. */
const NO_STAGE = ['editor', 'host', 'mover', 'support'];

/**
 * The folders below test/ in their order, and the lanes in which they may run side by side: most tests of the practice cluster wait most of the
 * time. Folders that are not named follow, alone: they take the cluster down (cluster) or its API away (chaos), or measure an editor.
 */
const LANES = {
  server: 'processor',
  properties: 'processor',
  corpus: 'processor',
  snippets: 'processor',
  model: 'processor',
  'cluster-faults': 'processor',
  topologies: 'topologies',
  'live-engines': 'cluster',
  inventory: 'cluster',
  runner: 'cluster',
  dumps: 'cluster',
  'backup-operations': 'topologies',
};
const ORDER = Object.keys(LANES);

const MINUTE = 60_000;

/** Why a stage cannot run here; undefined where it can. */
const obstacles = {
  corpus: () =>
    existsSync(at('../shared/corpus')) ? undefined : 'the corpus of real manifests is not beside the project',
  mover: () => (process.platform === 'win32' ? 'the mover runs in pods of Linux, and needs a FIFO' : undefined),
  generated: () => (existsSync(at('scripts/generate.ts')) ? undefined : 'there is no scripts/generate.ts'),
};

const holdsTests = (folder) =>
  readdirSync(at(folder), { recursive: true, withFileTypes: true }).some(
    (entry) => entry.name.endsWith('.test.ts') && !entry.parentPath.includes('node_modules'),
  );

/** A stage of one program: it counts as one test. */
const program = (name, ...args) => ({ name, args, obstacle: obstacles[name] });

/** A stage of mocha over TypeScript files below some folders. */
const mocha = (name, folders, specs, timeout = 5000) => ({
  name,
  specs,
  timeout,
  obstacle: obstacles[name],
  onCluster: folders.some(usesCluster),
});

function folders() {
  const found = readdirSync(at('test'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !NO_STAGE.includes(entry.name) && holdsTests(`test/${entry.name}`))
    .map(({ name }) => name);
  const rank = (name) => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length);
  return found.sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
}

/**
 * All stages. A stage has `args` for Node or `specs` for mocha, maybe `prepare`, which runs before, `onCluster` where tests use the practice cluster,
 * and `lane` where it may run beside stages of other lanes.
 */
export function stages() {
  return [
    program('build', at('scripts/build.mjs')),
    program('types', at('node_modules/typescript/bin/tsc'), '-b'),
    program('lint', at('node_modules/eslint/bin/eslint.js'), '.'),
    program('format', at('node_modules/prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.'),
    program('generated', '--import', 'tsx', at('scripts/generate.ts'), '--check'),
    mocha(
      'unit',
      ROOMS,
      ROOMS.map((room) => `${room}/**/*.test.ts`),
    ),
    ...folders().map((name) => ({
      ...mocha(name, [`test/${name}`], [`test/${name}/**/*.test.ts`], 5 * MINUTE),
      lane: LANES[name],
    })),
    {
      ...mocha('mover', ['test/mover'], ['test/mover/*.test.ts'], MINUTE),
      prepare: installHost,
    },
    {
      ...mocha('editor', ['test/editor'], ['test/editor/*.test.ts'], MINUTE),
      prepare: async () => {
        await installHost();
        await packageExtension();
      },
      shown: 'spec',
    },
  ];
}
