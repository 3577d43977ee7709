import { isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import type { Node, Pair } from 'yaml';
import type { EngineId, OwnImage } from '../../engines/model/engine.ts';
import type { Range } from '../documents/range.ts';
import type { RuleId, Severity } from '../rules/rule.ts';

/** What `.plinth.yaml` at a workspace's root says. */
export interface Configuration {
  readonly rules: ReadonlyMap<RuleId, Severity | 'off'>;
  /** Globs of files that are not read, relative to the root. */
  readonly ignore: readonly string[];
  /** Images of one's own. */
  readonly engines: readonly OwnImage[];
  /** `1.31`. */
  readonly kubernetesVersion: string | undefined;
  /** A file of known findings. */
  readonly baseline: string | undefined;
}

/** A mistake in `.plinth.yaml`, at its place. */
export interface ConfigurationProblem {
  readonly message: string;
  readonly range: Range;
}

export const CONFIGURATION_FILE = '.plinth.yaml';

export const NO_CONFIGURATION: Configuration = {
  rules: new Map(),
  ignore: [],
  engines: [],
  kubernetesVersion: undefined,
  baseline: undefined,
};

const SEVERITIES: readonly string[] = ['off', 'hint', 'info', 'warning', 'error'];

/** What the reader must know to tell a mistake from a setting. */
export interface Vocabulary {
  readonly rules: ReadonlySet<string>;
  readonly engines: ReadonlySet<string>;
}

/** Reads `.plinth.yaml`. A mistake leaves out the one setting, and is reported with what would be right. */
export function readConfiguration(
  text: string,
  vocabulary: Vocabulary,
): { readonly configuration: Configuration; readonly problems: readonly ConfigurationProblem[] } {
  const reader = new ConfigurationReader(text, vocabulary);
  return { configuration: reader.read(), problems: reader.problems };
}

class ConfigurationReader {
  readonly problems: ConfigurationProblem[] = [];
  readonly #lines = new LineCounter();
  readonly #root;
  readonly #vocabulary;

  constructor(text: string, vocabulary: Vocabulary) {
    this.#root = parseDocument(text, { lineCounter: this.#lines, prettyErrors: false });
    this.#vocabulary = vocabulary;
    for (const error of this.#root.errors) this.#report(error.message, error.pos[0], error.pos[1]);
  }

  read(): Configuration {
    const rules = new Map<RuleId, Severity | 'off'>();
    let ignore: string[] = [];
    let engines: OwnImage[] = [];
    let kubernetesVersion: string | undefined;
    let baseline: string | undefined;
    const contents = this.#root.contents;
    if (contents !== null && !isMap(contents)) {
      this.#reportNode(
        'A .plinth.yaml holds settings by name: rules, ignore, engines, kubernetesVersion, baseline.',
        contents,
      );
    }
    for (const pair of isMap(contents) ? contents.items : []) {
      const key = keyOf(pair);
      const value: unknown = isNode(pair.value) ? pair.value.toJSON() : undefined;
      if (key === 'rules') this.#rules(pair, rules);
      else if (key === 'ignore') ignore = this.#strings(pair, value);
      else if (key === 'engines') engines = this.#engines(pair, value);
      else if (key === 'kubernetesVersion') kubernetesVersion = this.#version(pair);
      else if (key === 'baseline') baseline = typeof value === 'string' ? value : undefined;
      else
        this.#reportNode(
          `There is no setting «${key}». Known are rules, ignore, engines, kubernetesVersion and baseline.`,
          pair.key,
        );
    }
    return { rules, ignore, engines, kubernetesVersion, baseline };
  }

  #rules(pair: Pair, into: Map<RuleId, Severity | 'off'>): void {
    if (!isMap(pair.value)) {
      this.#reportNode('«rules» takes a severity for each rule: `storage/missing-class: off`.', pair.key);
      return;
    }
    for (const entry of pair.value.items) {
      const id = keyOf(entry);
      // `off` without quotes is a boolean to YAML 1.1 readers, and a string here; `false` is the same wish.
      const value = isScalar(entry.value) && entry.value.value === false ? 'off' : String(entry.value);
      if (!this.#vocabulary.rules.has(id)) this.#reportNode(`There is no rule «${id}».`, entry.key);
      else if (!SEVERITIES.includes(value)) {
        this.#reportNode(`A rule's severity is one of ${SEVERITIES.join(', ')}.`, entry.value ?? entry.key);
      } else into.set(id as RuleId, value as Severity | 'off');
    }
  }

  #strings(pair: Pair, value: unknown): string[] {
    if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
    this.#reportNode(`«${keyOf(pair)}» takes a list of globs.`, pair.key);
    return [];
  }

  #engines(pair: Pair, value: unknown): OwnImage[] {
    if (!Array.isArray(value)) {
      this.#reportNode('«engines» takes a list of { image, engine, version }.', pair.key);
      return [];
    }
    return value.flatMap((entry: unknown) => {
      const { image, engine, version } = (entry ?? {}) as Record<string, unknown>;
      if (typeof image !== 'string' || typeof engine !== 'string' || !this.#vocabulary.engines.has(engine)) {
        const known = [...this.#vocabulary.engines].join(', ');
        this.#reportNode(`Each of «engines» needs an image (a glob) and an engine, one of ${known}.`, pair.key);
        return [];
      }
      const own = { image, engine: engine as EngineId };
      const isVersion = typeof version === 'string' || typeof version === 'number';
      return [isVersion ? { ...own, version: String(version) } : own];
    });
  }

  /** From the text, because 1.30 as a number is 1.3. */
  #version(pair: Pair): string | undefined {
    const text = isScalar(pair.value) ? (pair.value.source ?? String(pair.value.value)) : '';
    const match = /^v?(\d+\.\d+)(?:\.\d+)?$/u.exec(text);
    if (!match) this.#reportNode('«kubernetesVersion» is a version such as "1.34".', pair.key);
    return match?.[1];
  }

  #reportNode(message: string, node: unknown): void {
    const range = isNode(node) ? node.range : undefined;
    this.#report(message, range?.[0] ?? 0, range?.[1] ?? 0);
  }

  #report(message: string, start: number, end: number): void {
    const place = (offset: number) => {
      const { line, col } = this.#lines.linePos(offset);
      return { line: Math.max(line - 1, 0), character: Math.max(col - 1, 0) };
    };
    this.problems.push({ message, range: { start: place(start), end: place(end) } });
  }
}

function keyOf(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.value) : String(pair.key);
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'range' in value;
}
