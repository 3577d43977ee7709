import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { median } from './figures.ts';
import type { Figure } from './figures.ts';
import { ROOT } from './places.ts';

const CORPUS = path.join(ROOT, '../shared/corpus/manifests');

/** How long the command line takes for the corpus of real manifests, start included. */
export function commandLineFigure(runs: number): Figure {
  const about = { what: 'plinth lint, 376 real manifests, wall', unit: 'ms', goal: 3000 } as const;
  if (!existsSync(CORPUS)) return { ...about, value: undefined, why: 'no corpus beside the project' };
  const walls = Array.from({ length: runs }, () => {
    const since = performance.now();
    const args = ['dist/cli.mjs', 'lint', '--format', 'json', '--fail-on', 'never', CORPUS];
    const { status } = spawnSync(process.execPath, args, { cwd: ROOT, maxBuffer: 2 ** 28 });
    return status === 0 ? performance.now() - since : undefined;
  });
  return { ...about, value: median(walls), why: 'it failed' };
}

/** What activating the extension costs. */
export function activationFigure(): Figure {
  const printed = execFileSync(process.execPath, ['test/editor/measure-activation.cjs'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  return { what: 'activation of the extension, CPU', value: Number(printed), unit: 'ms', goal: 150 };
}

/** How large the extension is; measured where it has been packaged. */
export function packageFigure(): Figure {
  const about = { what: 'the extension’s package', unit: 'MB', goal: 3 } as const;
  const { version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { readonly version: string };
  const file = path.join(ROOT, `dist/plinth-${version}.vsix`);
  if (!existsSync(file)) return { ...about, value: undefined, why: 'npm run package makes it' };
  return { ...about, value: statSync(file).size / 2 ** 20 };
}
