import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Programs } from '../binaries.ts';
import { cached } from '../cache.ts';
import { run } from '../command.ts';
import type { Progress } from '../progress.ts';
import { PAUSE_IMAGE } from '../runtime.ts';
import { ARCHIVE, writeArchive, type Image } from './archive.ts';
import { DEBIAN_NAMES, RECIPES } from './catalogue.ts';
import { debianRoot, layerOf, runApart } from './layers.ts';

/** The image of one static program and nothing else. */
async function programImage(program: string, name: string, progress: Progress): Promise<Image> {
  const file = basename(program);
  const build = async (folder: string): Promise<void> => {
    const root = join(folder, 'root');
    await mkdir(root);
    await copyFile(program, join(root, file));
    const layer = join(folder, 'layer.tar');
    await run('tar', ['--create', '--owner=0', '--group=0', '--file', layer, '--directory', root, file]);
  };
  const folder = await cached({ name: `image-${file}`, inputs: [program], build }, progress);
  return { names: [name], layers: [join(folder, 'layer.tar')], config: { Entrypoint: [`/${file}`] } };
}

/** The images that stand on Debian. */
async function debianImages(progress: Progress): Promise<Image[]> {
  const debian = await debianRoot(progress);
  const base = join(debian, 'layer.tar');
  // They are independent, and mostly wait for downloads and for dpkg, which uses one core.
  const recipes = RECIPES.map(async (recipe): Promise<Image> => {
    const layer = await layerOf(recipe, debian, progress);
    return { names: recipe.names, layers: [base, layer], config: recipe.config };
  });
  return [{ names: DEBIAN_NAMES, layers: [base], config: { Cmd: ['bash'] } }, ...(await Promise.all(recipes))];
}

/**
 * Gives a folder with an archive of all images and a containerd root that holds them already, made where the cache
 * lacks them.
 */
export async function imageContent({ kubernetes, addons }: Programs, progress: Progress): Promise<string> {
  const images = [
    await programImage(join(kubernetes, 'pause'), PAUSE_IMAGE, progress),
    await programImage(join(addons, 'coredns'), 'plinth.example/coredns:1', progress),
    ...(await debianImages(progress)),
  ];
  const script = join(import.meta.dirname, 'content.sh');
  const build = async (folder: string): Promise<void> => {
    await writeArchive(folder, images);
    await runApart('The content of containerd', [script, join(folder, ARCHIVE), folder]);
  };
  const inputs = [await readFile(script, 'utf8'), JSON.stringify(images)];
  return cached({ name: 'images', inputs, build }, progress);
}
