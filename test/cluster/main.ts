// npm run cluster -- up | down | status | reset | kubeconfig | demo | mend | use
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { applyTopologies, removeTopologies } from './demo.ts';
import { chooseContext, forgetContext } from './elsewhere/context.ts';
import { Failure } from './failure.ts';
import { mendLeftovers } from './mending.ts';
import { progressLines } from './progress.ts';
import { provider } from './provider.ts';

const USAGE = `usage: npm run cluster -- COMMAND
  up [--wait SECONDS]     brings the cluster up; waits for others that work on it
  down [--wait SECONDS]   ends it; what it knows stays
  reset [--wait SECONDS]  ends it and forgets what it knows
  status                  says what runs
  kubeconfig              prints the kubeconfig
  demo [--wait SECONDS]   brings it up and starts the databases of examples/topologies; demo --none removes them
  mend                    undoes what tests have broken and left
  use --context NAME      from now on, a context of your kubeconfig instead; use --none: no longer`;

interface Options {
  readonly wait: number;
  readonly context: string | undefined;
  readonly none: boolean;
}

async function demo({ wait, none }: Options): Promise<void> {
  const chosen = await provider();
  const progress = progressLines();
  if (!none) await chosen.up(progress, wait);
  if (chosen.kubectl === undefined) progress(`${chosen.name} is somebody’s own: no databases are started there`);
  else if (none) await removeTopologies(await chosen.kubectl());
  else {
    const left = await applyTopologies(await chosen.kubectl(), progress);
    if (left.length > 0) progress(`not Ready, and left so: ${left.join(', ')}`);
  }
}

async function use({ context, none }: Options): Promise<void> {
  if ((context === undefined) !== none) {
    console.error(USAGE);
    process.exitCode = 2;
  } else if (context === undefined) {
    await forgetContext();
    console.log('No context is named any more.');
  } else {
    await chooseContext(context);
    console.log(`The context «${context}» is in use until \`npm run cluster -- use --none\`.`);
  }
}

const COMMANDS: Readonly<Record<string, (options: Options) => Promise<void>>> = {
  up: async ({ wait }) => {
    const chosen = await provider();
    await chosen.up(progressLines(), wait);
    console.log(`\nexport KUBECONFIG=${chosen.kubeconfig}`);
  },
  down: async ({ wait }) => (await provider()).down(progressLines(), wait),
  reset: async ({ wait }) => (await provider()).reset(progressLines(), wait),
  status: async () => {
    const { lines, healthy } = await (await provider()).status();
    console.log(lines.join('\n'));
    if (!healthy) process.exitCode = 1;
  },
  kubeconfig: async () => {
    const { kubeconfig } = await provider();
    if (!existsSync(kubeconfig))
      throw new Failure('There is no kubeconfig yet.', 'Start the cluster with `npm run cluster -- up`.');
    process.stdout.write(await readFile(kubeconfig, 'utf8'));
  },
  demo,
  mend: async () => {
    for (const what of await mendLeftovers()) console.log(`Mended: ${what}.`);
  },
  use,
};

/** The command and its options, or nothing where they are not understood. */
function understood(): (() => Promise<void>) | undefined {
  try {
    const { values, positionals } = parseArgs({
      options: { wait: { type: 'string' }, context: { type: 'string' }, none: { type: 'boolean', default: false } },
      allowPositionals: true,
    });
    const [name = '', ...rest] = positionals;
    const command = COMMANDS[name];
    const wait = Number(values.wait ?? 0);
    const misplaced =
      (values.context !== undefined && command !== use) || (values.none && command !== use && command !== demo);
    if (!command || rest.length > 0 || !(wait >= 0) || misplaced) return undefined;
    return () => command({ wait, context: values.context, none: values.none });
  } catch {
    return undefined;
  }
}

const command = understood();
if (!command) {
  console.error(USAGE);
  process.exit(2);
}
try {
  await command();
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  console.error(`\n${error.message}\n→ ${error.advice}`);
  process.exit(1);
}
