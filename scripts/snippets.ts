import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a snippet leaves to its author: the text that stands for it in the example, in the order of the tab stops. */
interface Choice {
  readonly text: string;
  /** What must stand around the text to be meant; the text alone where there is nothing. */
  readonly where?: (text: string) => RegExp;
}

/** The sound examples that are snippets too, under the names by which they are called there. */
const SNIPPETS = [
  { folder: 'postgresql', engine: 'PostgreSQL', name: 'orders-db', backup: '100Gi' },
  { folder: 'mysql', engine: 'MySQL', name: 'catalog-db', backup: '100Gi' },
  { folder: 'mariadb', engine: 'MariaDB', name: 'forum-db', backup: '100Gi' },
  { folder: 'mongodb', engine: 'MongoDB', name: 'events-db', backup: '100Gi' },
  { folder: 'redis', engine: 'Redis', name: 'jobs-queue', backup: '50Gi' },
] as const;

/**
 * The snippets file of VS Code, made of `examples/sound`: what the examples call their own (name, namespace, sizes, classes, node label)
 * become tab stops with the example's text as default.
 */
export async function snippetsText(root: string): Promise<string> {
  const snippets: Record<string, unknown> = {};
  for (const { folder, engine, name, backup } of SNIPPETS) {
    const read = (file: string) => readFile(join(root, 'examples/sound', folder, file), 'utf8');
    const text = `${await read('database.yaml')}---\n${await read('backup.yaml')}`;
    const choices: Choice[] = [
      { text: name },
      { text: 'shop', where: (own) => new RegExp(`(?<=namespace: |\\.)${own}\\b`, 'gu') },
      { text: '20Gi' },
      { text: 'database-retain' },
      { text: backup },
      { text: 'database', where: (own) => new RegExp(`(?<=priorityClassName: )${own}\\b`, 'gu') },
      { text: 'node.example.com/tuned-for' },
    ];
    snippets[`Plinth: ${engine} that survives`] = {
      prefix: `plinth-${folder}`,
      scope: 'yaml',
      description: `${engine} with replicas, probes, budget, network policy and backup, which passes Plinth's linter`,
      body: withTabStops(text, choices).trimEnd().split('\n'),
    };
  }
  return `${JSON.stringify(snippets, undefined, 2)}\n`;
}

function withTabStops(text: string, choices: readonly Choice[]): string {
  let marked = text.replace(/[\\$]/gu, '\\$&');
  for (const [index, { text: own, where }] of choices.entries()) {
    const pattern = where?.(own) ?? new RegExp(own.replaceAll('.', '\\.'), 'gu');
    const stop = String(index + 1);
    // The default stands at the first place that is no comment; all others follow it.
    const first = [...marked.matchAll(pattern)].find(({ index: at }) => !isInComment(marked, at))?.index;
    marked = marked.replace(pattern, (match, ...rest: unknown[]) =>
      rest.includes(first) ? `\${${stop}:${match}}` : `\${${stop}}`,
    );
  }
  return marked;
}

function isInComment(text: string, offset: number): boolean {
  return text.slice(text.lastIndexOf('\n', offset) + 1, offset).includes('#');
}
