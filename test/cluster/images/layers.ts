import { link, mkdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { cached, textsOf } from '../cache.ts';
import { CommandFailure, run } from '../command.ts';
import { Failure } from '../failure.ts';
import type { Progress } from '../progress.ts';
import { DEBIAN } from '../versions.ts';
import type { Recipe } from './catalogue.ts';
import { downloaded } from './downloads.ts';

const IMAGES = import.meta.dirname;

/** Runs a script in namespaces of its own: its mounts and whatever a package starts end with it. */
export async function runApart(what: string, argv: readonly string[]): Promise<void> {
  try {
    await run('nice', ['-n', '10', 'unshare', '--mount', '--pid', '--fork', '--kill-child', 'sh', ...argv]);
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error;
    throw new Failure(`${what} cannot be built: ${error.words}`, 'Check that apt reaches its mirror, then try again.');
  }
}

/** The Debian root: gives a folder with `root` to build on and `layer.tar`. */
export async function debianRoot(progress: Progress): Promise<string> {
  const script = join(IMAGES, 'debian/make.sh');
  const build = (folder: string): Promise<void> => runApart('The Debian root', [script, DEBIAN, folder]);
  return cached({ name: 'image-debian', inputs: [DEBIAN, await readFile(script, 'utf8')], build }, progress);
}

/** The layer of an image, on top of the Debian root. */
export async function layerOf(recipe: Recipe, debian: string, progress: Progress): Promise<string> {
  const scripts = join(IMAGES, recipe.folder);
  const variables = Object.entries(recipe.variables ?? {}).map(([name, value]) => `${name}=${value}`);
  const files = await Promise.all((recipe.downloads ?? []).map((download) => downloaded(download, progress)));
  const layerScript = join(IMAGES, 'layer.sh');
  const inputs = [debian, ...files, ...variables, await readFile(layerScript, 'utf8'), ...(await textsOf(scripts))];
  const name = ['image', recipe.folder, recipe.variables?.['MAJOR']].filter(Boolean).join('-');
  const build = async (folder: string): Promise<void> => {
    const downloads = join(folder, 'downloads');
    await mkdir(downloads);
    for (const file of files) await link(file, join(downloads, basename(file)));
    await runApart(name, [layerScript, join(debian, 'root'), folder, scripts, downloads, ...variables]);
  };
  return join(await cached({ name, inputs, build }, progress), 'layer.tar');
}
