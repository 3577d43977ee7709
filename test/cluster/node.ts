import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { NODE_ADDRESS } from './addresses.ts';
import { run } from './command.ts';
import { Failure } from './failure.ts';
import { HERE, inData, inLog } from './places.ts';
import { childOf, end, launch, running, type ProcessRecord } from './processes.ts';
import { until } from './wait.ts';

/**
 * The node is a set of namespaces: network, mounts and processes. Its first process only waits; when it ends, the kernel
 * ends every other one and takes down mounts, bridges and firewall rules with them.
 */
const NODE = 'node';

const NAMESPACES = ['--net', '--mount', '--pid'] as const;

/** The node's first process, seen from outside, if the node is there. */
export async function nodeProcess(): Promise<ProcessRecord | undefined> {
  const wrapper = await running(NODE);
  return wrapper && (await childOf(wrapper));
}

/** A command line that runs another one inside of the node. */
export const inside = (node: ProcessRecord, argv: readonly string[]): string[] => [
  'nsenter',
  `--target=${node.pid}`,
  ...NAMESPACES,
  '--',
  ...argv,
];

/** Where a file of the node's own mounts is seen from outside. */
export const seenFromOutside = (node: ProcessRecord, path: string): string => join(`/proc/${node.pid}/root`, path);

/** Makes the namespaces, unless they are there. `pause` is the program that waits in them. */
export async function startNode(pause: string): Promise<ProcessRecord> {
  const existing = await nodeProcess();
  if (existing) return existing;
  await end(NODE);
  for (const folder of [inData('cni'), inLog(), '/var/lib/cni']) await mkdir(folder, { recursive: true });
  await launch(NODE, [
    'unshare',
    ...NAMESPACES,
    '--fork',
    '--mount-proc',
    '--kill-child',
    '--propagation=slave',
    'sh',
    join(HERE, 'node-init.sh'),
    `${NODE_ADDRESS}/24`,
    inData('cni'),
    inLog(),
    pause,
  ]);
  const advice = `${inLog('node.log')} says why. The kernel must allow namespaces, bridges and tmpfs mounts.`;
  return until('The network namespace of the node', { seconds: 10, advice, every: 20 }, async () => {
    const first = await nodeProcess();
    return first && existsSync(seenFromOutside(first, '/run/node-is-made')) && first;
  });
}

/** The node, or a failure that says how to get one. */
export async function requireNode(): Promise<ProcessRecord> {
  const node = await nodeProcess();
  if (!node) throw new Failure('The practice cluster does not run.', 'Start it with `npm run cluster -- up`.');
  return node;
}

/** Runs a program inside of the node to its end and gives what it wrote. */
export async function runInside(argv: readonly string[], timeout = 60_000): Promise<string> {
  const [file = '', ...args] = inside(await requireNode(), argv);
  return run(file, args, { timeout });
}

/** Starts a program inside of the node that stays. */
export async function launchInside(
  name: string,
  argv: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  await launch(name, inside(await requireNode(), argv), env);
}

/**
 * Asks everything in the node to end, waits for the databases' last writes, and then ends the node itself, which leaves
 * nothing of it.
 */
export async function endNode(patienceMs: number): Promise<void> {
  const node = await nodeProcess();
  if (node) {
    const tenths = String(Math.ceil(patienceMs / 100));
    await runInside(['sh', join(HERE, 'node-end.sh'), tenths]).catch(() => undefined);
  }
  await end(NODE, 1000);
}
