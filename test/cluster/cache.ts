import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CACHE } from './places.ts';
import type { Progress } from './progress.ts';

export interface Artefact {
  readonly name: string;
  /** Everything that decides what comes out: versions, and the text of files. */
  readonly inputs: readonly string[];
  /** Fills an empty folder. */
  readonly build: (folder: string) => Promise<void>;
}

/** A short hash of inputs; the same inputs give the same key on every machine. */
export function keyOf(inputs: readonly string[]): string {
  const hash = createHash('sha256');
  for (const input of inputs) hash.update(`${input.length}:${input}`);
  return hash.digest('hex').slice(0, 12);
}

/** What is being built in this process now, by folder: several images need the same download at once. */
const building = new Map<string, Promise<string>>();

/**
 * Gives the folder of an artefact, built now unless the cache has it. It appears under its name only when it is whole,
 * so that an interrupted build is begun anew.
 */
export async function cached(artefact: Artefact, progress: Progress, cache = CACHE): Promise<string> {
  const folder = join(cache, `${artefact.name}-${keyOf(artefact.inputs)}`);
  const already = building.get(folder);
  if (already) return already;
  if (existsSync(folder)) return folder;
  const built = build(artefact, folder, progress).finally(() => building.delete(folder));
  building.set(folder, built);
  return built;
}

async function build({ name, build: fill }: Artefact, folder: string, progress: Progress): Promise<string> {
  const unfinished = `${folder}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true });
  progress(`building ${name}`);
  try {
    await fill(unfinished);
    await rename(unfinished, folder);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  }
  await removeOlder(name, folder);
  progress(`built ${name}`);
  return folder;
}

/** Removes what the same artefact was before: gigabytes that nobody asks for again. */
async function removeOlder(name: string, folder: string): Promise<void> {
  const cache = dirname(folder);
  const older = (await readdir(cache)).filter(
    (entry) => entry.startsWith(`${name}-`) && /^[0-9a-f]{12}$/.test(entry.slice(name.length + 1)),
  );
  for (const entry of older)
    if (join(cache, entry) !== folder) await rm(join(cache, entry), { recursive: true, force: true });
}

/** The texts of all files below a folder, each with its name, in order: the inputs of what is built from them. */
export async function textsOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return Promise.all(files.map(async (file) => `${file.slice(folder.length)}\n${await readFile(file, 'utf8')}`));
}
