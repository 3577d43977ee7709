// What `npm test` does, in its order.
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { installHost } from '../install.mjs';
import { packageExtension } from '../package.mjs';
import { at } from '../project.mjs';
import { usesCluster } from './cluster.mjs';

/** Rooms whose tests stand beside the code. */
const ROOMS = ['engines', 'server', 'core', 'client', 'cli'];

/** Stages that need the packages of the hosts, a download of 600 MB: `--quick` leaves them out. */
export const WITH_HOST = ['mover', 'editor'];

/** Folders below test/ that hold no tests, have a stage of their own at the end, or are for soaks alone. */
const NO_STAGE = ['editor', 'host', 'mover', 'support', 'killed-for-real', 'hour-of-faults'];

/** Folders below test/ that do not measure time: their files run side by side, one after the other they would need more than CI's 90 minutes. */
const POOLS = {
  trials: ['properties', 'model'],
  cluster: [
    'live-engines',
    'runner',
    'dumps',
    'operations',
    'in-place',
    'restart',
    'command-line',
    'hours',
    'secrets',
    'runner-pods',
    'snapshots',
    'backup-operations',
    'backup-keeping',
    'operation-chaos',
    'switching',
    'switchover',
    'managed-switchover',
    'way-back',
    'failover',
    'rejoin',
    'standby',
    'fences',
    'doctor',
    'changes',
  ],
};

/** Parts of the names of files that take longest: a pool begins with them, in this order. */
export const LONGEST = [
  'properties/robustness',
  'model/in-place-killed',
  'model/data-killed',
  'command-line/',
  'live-engines/mysql',
  'runner-pods/',
  'backup-keeping/',
  'operation-chaos/',
  'hours/',
  'secrets/',
  'restart/killed',
];

/**
 * What CI leaves out for its 90 minutes: the same steps on engines that other tests of it drive. `npm test -- --cluster` runs them, and each engine's backup, restore,
 * stop, start, kill and fault is in CI all the same (backup-writers, operations/alone, live-engines, dumps).
 */
const LEFT_OUT_IN_CI = [
  'operations/rounds-mysql',
  'operations/rounds-mariadb',
  'operations/rounds-redis',
  'restart/rolling-mysql',
  'restart/rolling-mariadb',
  'restart/rolling-redis',
  'restart/alone',
  'in-place/place-mysql',
  'in-place/place-redis',
  'in-place/back',
  'snapshots/engine-mysql',
  'snapshots/engine-mariadb',
  'snapshots/engine-redis',
  'snapshots/faults',
  'snapshots/wrong',
  'backup-operations/login-interrupted',
  'backup-operations/passwords',
  'backup-operations/keys',
  'backup-keeping/rights',
  'runner-pods/rights',
  'runner-pods/stop',
  'switchover/rounds-patroni',
  'in-place/many-mysql',
  'in-place/many-mariadb',
  'doctor/damaged-mysql',
  'doctor/sound-mariadb',
  'doctor/sound-patroni',
  'doctor/sound-redis',
  'standby/comes-and-goes-mysql',
  'standby/comes-and-goes-mariadb',
  'switching/',
].map((part) => `test/${part}`);

/** Whether CI leaves a file of tests out. */
export const isLeftOutInCi = (file) => LEFT_OUT_IN_CI.some((part) => file.startsWith(part));

/**
 * The folders below test/ in their order. Those that are not named follow: they take the cluster down (cluster) or its API away (chaos), or
 * measure an editor.
 */
const ORDER = [
  'server',
  'corpus',
  'snippets',
  'continuous-integration',
  ...POOLS.trials,
  'cluster-faults',
  'inventory',
  'topologies',
  ...POOLS.cluster,
];
/**
 * Files that are a stage of their own, by the folder from which they are taken. Writers must write 50 rows a second; stories of all engines run side by side in one file;
 * the write gap of switchovers is measured.
 */
const ALONE = {
  'backup-operations': { name: 'backup-writers', files: ['engines', 'login', 'standby'] },
  operations: { name: 'operations-alone', files: ['alone'] },
  snapshots: { name: 'snapshot-writers', files: ['engine-postgresql'] },
  switchover: {
    name: 'switchover-rounds',
    files: ['rounds-redis', 'rounds-mariadb', 'rounds-postgresql', 'rounds-mysql'],
    pool: 'rounds',
  },
};

const MINUTE = 60_000;

/** Why a stage cannot run here; undefined where it can. */
const obstacles = {
  corpus: () =>
    existsSync(at('../shared/corpus')) ? undefined : 'the corpus of real manifests is not beside the project',
  mover: () => (process.platform === 'win32' ? 'the mover runs in pods of Linux, and needs a FIFO' : undefined),
  generated: () => (existsSync(at('scripts/generate.ts')) ? undefined : 'there is no scripts/generate.ts'),
};

/** The files of tests in a folder below test/, from the project's root. */
const testsOf = (name) =>
  readdirSync(at(`test/${name}`), { recursive: true })
    .map((file) => `test/${name}/${file.replaceAll(path.sep, '/')}`)
    .filter((file) => file.endsWith('.test.ts') && !file.includes('node_modules'))
    .sort();

/** A stage of one program that looks at the source or builds it: it counts as one test. */
const program = (name, ...args) => ({
  name,
  args,
  pool: name === 'build' ? undefined : 'checks',
  obstacle: obstacles[name],
});

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
    .filter((entry) => entry.isDirectory() && !NO_STAGE.includes(entry.name) && testsOf(entry.name).length > 0)
    .map(({ name }) => name);
  const rank = (name) => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length);
  return found.sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
}

/** Their stages stand before the pool that the folders' other files are in. */
function withAlone(all) {
  const first = all.findIndex(({ pool }) => pool === 'cluster');
  const own = Object.entries(ALONE).map(([folder, { name, files, pool }]) => {
    const specs = files.map((file) => `test/${folder}/${file}.test.ts`);
    return { ...mocha(name, [`test/${folder}`], specs, 5 * MINUTE), pool };
  });
  const taken = own.flatMap(({ specs }) => specs);
  const rest = all.map((stage) => ({ ...stage, specs: stage.specs.filter((file) => !taken.includes(file)) }));
  return [...rest.slice(0, first), ...own, ...rest.slice(first)];
}

/**
 * All stages. A stage has `args` for Node or `specs` for mocha, maybe `prepare`, which runs before, `onCluster` where tests use the practice cluster,
 * `pool` where its files may run beside those of the stages next to it that have the same one, and `whole` where one process runs them all.
 */
export function stages() {
  return [
    program('build', at('scripts/build.mjs')),
    program('types', at('node_modules/typescript/bin/tsc'), '-b'),
    program('lint', at('node_modules/eslint/bin/eslint.js'), '.'),
    program('format', at('node_modules/prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.'),
    program('generated', '--import', 'tsx', at('scripts/generate.ts'), '--check'),
    {
      ...mocha(
        'unit',
        ROOMS,
        ROOMS.map((room) => `${room}/**/*.test.ts`),
      ),
      pool: 'checks',
      whole: true,
    },
    ...withAlone(
      folders().map((name) => ({
        ...mocha(name, [`test/${name}`], testsOf(name), 5 * MINUTE),
        pool: Object.keys(POOLS).find((pool) => POOLS[pool].includes(name)),
      })),
    ),
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
