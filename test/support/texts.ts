import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** Where the labelled manifests lie when they are there; they are no part of the project. */
export const CORPUS = join(root, '../shared/corpus');

/** A file of real or example manifests. */
export interface Text {
  readonly name: string;
  readonly text: string;
}

/** The project's own examples. */
export function exampleTexts(): Text[] {
  return manifestsBelow(join(root, 'examples'));
}

/** The corpus' manifests; none where it is not there. */
export function corpusTexts(): Text[] {
  return manifestsBelow(join(CORPUS, 'manifests'));
}

function manifestsBelow(folder: string): Text[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:ya?ml|json)$/u.test(name))
    .sort()
    .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
}
