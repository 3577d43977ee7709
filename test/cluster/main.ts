// npm run cluster -- up | down | status | reset | kubeconfig | mend
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { down, reset } from './down.ts';
import { Failure } from './failure.ts';
import { requireHost } from './host.ts';
import { exclusively } from './lock.ts';
import { mendLeftovers } from './mending.ts';
import { KUBECONFIG } from './places.ts';
import { progressLines } from './progress.ts';
import { status } from './status.ts';
import { up } from './up.ts';

async function printKubeconfig(): Promise<void> {
  if (!existsSync(KUBECONFIG))
    throw new Failure('There is no kubeconfig yet.', 'Start the cluster with `npm run cluster -- up`.');
  process.stdout.write(await readFile(KUBECONFIG, 'utf8'));
}

const COMMANDS: Readonly<Record<string, () => Promise<void>>> = {
  up: async () => {
    await requireHost();
    await exclusively(() => up(progressLines()));
    console.log(`\nexport KUBECONFIG=${KUBECONFIG}`);
  },
  down: () => exclusively(() => down(progressLines())),
  reset: () => exclusively(() => reset(progressLines())),
  status: async () => {
    const { lines, healthy } = await status();
    console.log(lines.join('\n'));
    if (!healthy) process.exitCode = 1;
  },
  kubeconfig: printKubeconfig,
  mend: async () => {
    for (const what of await mendLeftovers()) console.log(`Mended: ${what}.`);
  },
};

const [name = '', ...rest] = process.argv.slice(2);
const command = COMMANDS[name];
if (!command || rest.length > 0) {
  console.error(`usage: npm run cluster -- ${Object.keys(COMMANDS).join(' | ')}`);
  process.exit(2);
}
try {
  await command();
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  console.error(`\n${error.message}\n→ ${error.advice}`);
  process.exit(1);
}
