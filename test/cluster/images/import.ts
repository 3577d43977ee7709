import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { run } from '../command.ts';
import { runInside } from '../node.ts';
import { inData } from '../places.ts';
import type { Progress } from '../progress.ts';
import { ctr } from '../runtime.ts';
import { ARCHIVE } from './archive.ts';

/** Says which images containerd has: the name of the content's folder holds the hash of what it was made of. */
const markOf = (content: string): string => inData('imported', basename(content));

async function mark(content: string): Promise<void> {
  await mkdir(inData('imported'), { recursive: true });
  await writeFile(markOf(content), '');
}

/**
 * Before containerd's first start: gives it a root with all images in it. Nobody writes to layers and blobs, so links
 * to the cache do, where it lies on the same file system; the databases are copied.
 */
export async function beginWithImages(content: string): Promise<void> {
  const root = inData('containerd');
  if (existsSync(root)) return;
  const unfinished = `${root}.unfinished`;
  const made = join(content, 'containerd');
  await run('rm', ['-rf', unfinished]);
  await mkdir(inData(), { recursive: true });
  await run('cp', ['--archive', '--link', made, unfinished]).catch(async () => {
    await run('rm', ['-rf', unfinished]);
    await run('cp', ['--archive', '--sparse=always', made, unfinished]);
  });
  for (const database of [
    'io.containerd.metadata.v1.bolt/meta.db',
    'io.containerd.snapshotter.v1.overlayfs/metadata.db',
  ])
    await run('cp', ['--remove-destination', join(made, database), join(unfinished, database)]);
  await run('mv', [unfinished, root]);
  await mark(content);
}

/** Imports the images into a containerd that has older ones. */
export async function importImages(content: string, progress: Progress): Promise<void> {
  if (existsSync(markOf(content))) return;
  progress('importing the images that have changed');
  await runInside(ctr('images', 'import', join(content, ARCHIVE)), 600_000);
  await mark(content);
}
