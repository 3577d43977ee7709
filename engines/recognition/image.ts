import type { Engine, ImagePattern, Recognition, Version } from '../model/engine.ts';
import type { Image } from '../model/workload.ts';
import { isOnDockerHub, plainRepository } from '../configuration/image.ts';
import { readVersion } from '../configuration/version.ts';

/** An image pattern that fits, and how well. */
export interface ImageMatch {
  readonly engine: Engine;
  readonly pattern: ImagePattern;
  readonly version: Version | undefined;
  readonly certainty: Recognition['certainty'];
}

interface Entry {
  readonly engine: Engine;
  readonly pattern: ImagePattern;
  readonly expression: RegExp;
  /** Literal characters: the longer, the more is said. */
  readonly weight: number;
}

/** Finds the pattern that says most about an image; of equals, the first engine's, and of one engine the first that is no server. */
export function matchImage(image: Image, engines: readonly Engine[]): ImageMatch | undefined {
  const repository = plainRepository(image);
  const best = entriesOf(engines).find(({ expression }) => expression.test(repository));
  if (best === undefined) return undefined;
  const { engine, pattern } = best;
  const text = pattern.version === undefined ? image.tag : pattern.version(image.tag ?? '', repository);
  const isExact = repository === pattern.repository || pattern.repository.includes('/');
  const isAtHome = repository.includes('/') || isOnDockerHub(image) || repository !== image.repository;
  return {
    engine,
    pattern,
    version: text === undefined ? undefined : readVersion(text),
    certainty: isExact && isAtHome ? 'certain' : 'likely',
  };
}

const entriesByEngines = new WeakMap<readonly Engine[], readonly Entry[]>();

function entriesOf(engines: readonly Engine[]): readonly Entry[] {
  const known = entriesByEngines.get(engines);
  if (known !== undefined) return known;
  const entries = engines
    .flatMap((engine) => engine.images.map((pattern) => entryOf(engine, pattern)))
    .sort((a, b) => b.weight - a.weight || Number(isServer(a)) - Number(isServer(b)));
  entriesByEngines.set(engines, entries);
  return entries;
}

function isServer({ pattern }: Entry): boolean {
  return pattern.role === 'server';
}

function entryOf(engine: Engine, pattern: ImagePattern): Entry {
  const parts = pattern.repository.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/gu, '\\$&'));
  const expression = new RegExp(`(?:^|/)${parts.join('[^/]*')}$`, 'u');
  return { engine, pattern, expression, weight: pattern.repository.replaceAll('*', '').length };
}
