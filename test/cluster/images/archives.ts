import { copyFile, mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Programs } from '../binaries.ts';
import { cached } from '../cache.ts';
import { run } from '../command.ts';
import type { Progress } from '../progress.ts';
import { PAUSE_IMAGE } from '../runtime.ts';
import { writeArchive } from './archive.ts';

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

/** Gives the archives of all images, made where the cache lacks them; what the node itself needs comes first. */
export async function imageArchives({ kubernetes, addons }: Programs, progress: Progress): Promise<string[]> {
  return [
    await programArchive(join(kubernetes, 'pause'), PAUSE_IMAGE, progress),
    await programArchive(join(addons, 'coredns'), 'plinth.example/coredns:1', progress),
  ];
}
