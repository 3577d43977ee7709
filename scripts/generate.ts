/**
 * Writes what is made from the rules: their pages, the table in the README, the schema of the `plinth.rules` setting; and the snippets,
 * which are made from the sound examples. With `--check`
 * it writes nothing and fails when anything differs.
 */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { format } from 'prettier';
import { rulePage, rulesTable, troublePage } from '../server/rules/documentation.ts';
import { allRules, troubles } from '../server/rules/index.ts';
import { snippetsText } from './snippets.ts';

const root = join(import.meta.dirname, '..');
const isCheck = process.argv.includes('--check');
const stale: string[] = [];

const everything = [...allRules, ...troubles];
const pages = new Map<string, string>([
  ...allRules.map((rule) => [`docs/rules/${rule.id}.md`, rulePage(rule)] as const),
  ...troubles.map((trouble) => [`docs/rules/${trouble.id}.md`, troublePage(trouble)] as const),
  [
    'docs/rules/README.md',
    `# Rules\n\nMade from the rules themselves by \`npm run generate\`.\n\n${rulesTable(everything, '')}\n`,
  ],
]);

for (const [path, text] of pages) await put(path, text);
for (const path of await existingPages()) {
  if (pages.has(path)) continue;
  stale.push(`${path} belongs to no rule`);
  if (!isCheck) await rm(join(root, path));
}
await put('README.md', await readmeWithTable());
await put('package.json', await manifestWithSettings());
await put('snippets/plinth.code-snippets', await snippetsText(root));

if (isCheck && stale.length > 0) {
  process.stderr.write(
    `Not as the rules say; \`npm run generate\` writes them anew:\n${stale.map((one) => `  ${one}\n`).join('')}`,
  );
  process.exitCode = 1;
} else {
  process.stdout.write(
    `${pages.size} pages, ${everything.length} rules${stale.length > 0 ? `, ${stale.length} changed` : ''}\n`,
  );
}

async function put(path: string, text: string): Promise<void> {
  const target = join(root, path);
  const now = await readFile(target, 'utf8').catch(() => undefined);
  if (now === text) return;
  stale.push(path);
  if (isCheck) return;
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, text);
}

async function existingPages(): Promise<string[]> {
  const names = await readdir(join(root, 'docs/rules'), { recursive: true }).catch(() => []);
  return names.filter((name) => name.endsWith('.md')).map((name) => `docs/rules/${name.replaceAll('\\', '/')}`);
}

/** The README with the table of rules between its two markers. */
async function readmeWithTable(): Promise<string> {
  const text = await readFile(join(root, 'README.md'), 'utf8');
  const parts = /^([\s\S]*<!-- rules -->\n)[\s\S]*(\n<!-- \/rules -->[\s\S]*)$/u.exec(text);
  if (!parts) throw new Error('README.md has lost its markers <!-- rules --> and <!-- /rules -->.');
  return `${parts[1] ?? ''}${rulesTable(everything, 'docs/rules/')}${parts[2] ?? ''}`;
}

/** The extension's manifest with one property a rule below the `plinth.rules` setting. */
async function manifestWithSettings(): Promise<string> {
  const text = await readFile(join(root, 'package.json'), 'utf8');
  const manifest = JSON.parse(text) as {
    contributes: { configuration: { properties: Record<string, Record<string, unknown>> } };
  };
  const setting = manifest.contributes.configuration.properties['plinth.rules'];
  if (!setting) throw new Error('package.json has lost its setting plinth.rules.');
  setting['properties'] = Object.fromEntries(
    everything.map(({ id, severity, title }) => [
      id,
      { enum: ['off', 'hint', 'info', 'warning', 'error'], default: severity, description: title },
    ]),
  );
  return format(JSON.stringify(manifest), { parser: 'json-stringify', printWidth: 120 });
}
