import { copyFile, mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Programs } from '../binaries.ts';
import { cached } from '../cache.ts';
import { run } from '../command.ts';
import type { Progress } from '../progress.ts';
import { PAUSE_IMAGE } from '../runtime.ts';
import { writeArchive, type Image } from './archive.ts';
import { DEBIAN_NAMES, RECIPES } from './catalogue.ts';
import { debianRoot, layerOf } from './layers.ts';

/** An image that holds one static program and nothing else. */
async function programArchive(program: string, name: string, progress: Progress): Promise<string> {
  const file = basename(program);
  const build = async (folder: string): Promise<void> => {
    const root = join(folder, 'root');
    await mkdir(root);
    await copyFile(program, join(root, file));
    const layer = join(folder, 'layer.tar');
    await run('tar', ['--create', '--owner=0', '--group=0', '--file', layer, '--directory', root, file]);
    await writeArchive(join(folder, 'image.tar'), [
      { names: [name], layers: [layer], config: { Entrypoint: [`/${file}`] } },
    ]);
  };
  const folder = await cached({ name: `image-${file}`, inputs: [program, name], build }, progress);
  return join(folder, 'image.tar');
}

/** One archive of everything that stands on Debian, so that the common layer is imported once. */
async function databaseArchive(progress: Progress): Promise<string> {
  const debian = await debianRoot(progress);
  const base = join(debian, 'layer.tar');
  const images: Image[] = [{ names: DEBIAN_NAMES, layers: [base], config: { Cmd: ['bash'] } }];
  // The layers are independent, and mostly wait for downloads and for dpkg, which uses one core.
  const layers = await Promise.all(RECIPES.map((recipe) => layerOf(recipe, debian, progress)));
  for (const [index, { names, config }] of RECIPES.entries()) {
    const layer = layers[index];
    if (layer !== undefined) images.push({ names, layers: [base, layer], config });
  }
  const build = (folder: string): Promise<void> => writeArchive(join(folder, 'images.tar'), images);
  const folder = await cached({ name: 'images', inputs: [JSON.stringify(images)], build }, progress);
  return join(folder, 'images.tar');
}

/** Gives the archives of all images, made where the cache lacks them; what the node itself needs comes first. */
export async function imageArchives({ kubernetes, addons }: Programs, progress: Progress): Promise<string[]> {
  return [
    await programArchive(join(kubernetes, 'pause'), PAUSE_IMAGE, progress),
    await programArchive(join(addons, 'coredns'), 'plinth.example/coredns:1', progress),
    await databaseArchive(progress),
  ];
}
