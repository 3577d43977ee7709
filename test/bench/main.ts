// npm run bench: how fast and how large, against what must hold. Figures, not tests: other work on the machine changes them.
//   npm run bench -- [--runs 3] [--own]     --own: without the shared bench, even where it is there
import { execFileSync } from 'node:child_process';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { table } from './figures.ts';
import { inventoryFigures } from './inventory.ts';
import { latencyFigures } from './latency.ts';
import { measureOwn } from './own-latency.ts';
import { ROOT } from './places.ts';
import { activationFigure, commandLineFigure, packageFigure } from './programs.ts';
import { hasSharedBench, measureShared } from './shared-latency.ts';

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '3' }, own: { type: 'boolean', default: false } },
});
const runs = Math.max(1, Number(values.runs) || 1);
execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: ROOT, stdio: 'inherit' });

const isShared = hasSharedBench() && !values.own;
console.log(
  `measuring ${isShared ? 'with the shared bench' : 'with a manifest of our own'}; ${runs} runs, about ${runs * 15} seconds`,
);
const latency = latencyFigures(isShared ? measureShared(runs) : await measureOwn(runs));
const figures = [
  ...latency,
  commandLineFigure(runs),
  activationFigure(),
  packageFigure(),
  ...(await inventoryFigures()),
];
console.log(`\nNode ${process.versions.node}, median of ${runs}, load ${loadavg()[0]?.toFixed(1) ?? '?'}\n`);
console.log(table(figures));
