import { mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { SourceFile } from '../server/documents/index.ts';
import { applyEdits, safeEdits } from '../server/linter/fixing.ts';
import type { Finding } from '../server/linter/finding.ts';
import { nameOf as baseName, folderOf } from '../server/workspace/folders.ts';
import { configurationTrouble } from '../server/roots/configuration-trouble.ts';
import { allRules, RuleSet, troubles } from '../server/rules/index.ts';
import { CONFIGURATION_FILE } from '../server/workspace/configuration.ts';
import { loadRoot, readManifest } from '../server/roots/loader.ts';
import { Workspaces } from '../server/roots/workspaces.ts';
import { inheritedConfiguration } from '../server/roots/inherited-configuration.ts';
import { nodeFiles, slashed } from './node-files.ts';
import type { LintReport } from './report.ts';
import { applyBaselines } from './baselines.ts';
import type { BaselineRequest } from './baselines.ts';
import { UsageError } from './usage-error.ts';

export interface LintRequest {
  readonly paths: readonly string[];
  /** Rule ids or areas (`storage/`); none for all. */
  readonly rules: readonly string[];
  readonly fix: boolean;
  /** Without it no baseline is looked at. */
  readonly baseline?: BaselineRequest;
  /** A text to lint in place of a file's, under that file's name. */
  readonly stdin?: { readonly text: string; readonly filename: string };
}

/** How often fixes are applied and looked at again; each round may uncover the next. */
const MOST_ROUNDS = 10;

/** Lints what was asked for; with `fix`, mends what can be mended safely and reports what is left. */
export async function lint(request: LintRequest): Promise<LintReport & { readonly fixed: number }> {
  const begun = performance.now();
  const wanted = chosen(request.rules);
  const workspaces = new Workspaces(new RuleSet(wanted));
  const shown = new Map<string, string>();
  if (request.stdin) await takeText(workspaces, request.stdin, shown);
  else for (const path of request.paths) await takePath(workspaces, path, shown);
  const fixed = request.fix ? await mend(workspaces, request.stdin !== undefined) : 0;
  const findings = workspaces.linters.flatMap((linter) =>
    [...linter.files].sort().flatMap((uri) => linter.findings(uri)),
  );
  const all = [...configurationTrouble(workspaces), ...findings];
  const compared =
    request.baseline && applyBaselines(all, workspaces, request.baseline, (rule) => wanted?.(rule) !== false);
  const files = workspaces.linters.flatMap(({ workspace }) => [...workspace.files.values()]);
  return {
    fixed,
    findings: compared?.fresh ?? all,
    files: files.length,
    databases: workspaces.linters.reduce(
      (sum, linter) => sum + [...linter.files].reduce((own, uri) => own + linter.databases(uri).length, 0),
      0,
    ),
    durationMs: Math.round(performance.now() - begun),
    textOf: (uri) => workspaces.of(uri)?.files.get(uri)?.text(),
    fileOf: (uri) => workspaces.of(uri)?.files.get(uri),
    shown: (uri) => showPath(uri, shown),
    ...(compared && { baseline: { known: compared.known, gone: compared.gone } }),
    ...(request.stdin && { stdinUri: slashed(resolve(request.stdin.filename)) }),
  };
}

/** Whether a rule was asked for; an id that does not exist is a mistake, not silence. */
function chosen(names: readonly string[]): ((rule: string) => boolean) | undefined {
  if (names.length === 0) return undefined;
  const known = [...allRules, ...troubles].map(({ id }) => id);
  const matches = (rule: string, name: string) => rule === name || rule.startsWith(`${name.replace(/\/\*?$/u, '')}/`);
  for (const name of names) {
    if (!known.some((rule) => matches(rule, name))) {
      throw new UsageError(`There is no rule or area «${name}». \`plinth rules\` lists them.`);
    }
  }
  return (rule) => names.some((name) => matches(rule, name));
}

async function takePath(workspaces: Workspaces, path: string, shown: Map<string, string>): Promise<void> {
  const absolute = slashed(resolve(path));
  const found = await stat(absolute).catch(() => undefined);
  if (!found) throw new UsageError(`${path}: there is no such file or folder.`);
  const given = slashed(path).replace(/\/+$/u, '');
  shown.set(absolute, given === '.' ? '' : given);
  if (found.isDirectory()) {
    await loadRoot(workspaces, absolute, nodeFiles, { inherited: await inheritedConfiguration(absolute, nodeFiles) });
    return;
  }
  const root = folderOf(absolute);
  await configure(workspaces, root);
  const file = found.isFile() ? await readManifest(absolute, nodeFiles) : undefined;
  if (!file) throw new UsageError(`${path} cannot be read.`);
  if (baseName(absolute) !== CONFIGURATION_FILE) workspaces.of(absolute)?.set(file);
}

async function takeText(
  workspaces: Workspaces,
  stdin: NonNullable<LintRequest['stdin']>,
  shown: Map<string, string>,
): Promise<void> {
  const absolute = slashed(resolve(stdin.filename));
  shown.set(absolute, slashed(stdin.filename));
  await configure(workspaces, folderOf(absolute));
  workspaces.of(absolute)?.set(SourceFile.open(absolute, stdin.text));
}

/** A folder as a workspace for single files, with its `.plinth.yaml`; once. */
async function configure(workspaces: Workspaces, root: string): Promise<void> {
  if (workspaces.below(root).some((workspace) => workspace.root === root)) return;
  const inherited = await inheritedConfiguration(root, nodeFiles);
  workspaces.configure(root, inherited?.text, inherited?.folder);
}

/** Applies safe fixes until nothing changes any more; returns how many findings were mended. */
async function mend(workspaces: Workspaces, inMemory: boolean): Promise<number> {
  let fixed = 0;
  const changed = new Set<string>();
  for (const linter of workspaces.linters) {
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const mended: Finding[] = [];
      for (const uri of [...linter.files]) {
        const one = safeEdits(linter.findings(uri));
        for (const [target, edits] of one.edits) {
          const file = linter.workspace.files.get(target);
          linter.workspace.set(SourceFile.open(target, applyEdits(file?.text() ?? '', edits)));
          changed.add(target);
        }
        mended.push(...one.fixed);
      }
      fixed += mended.length;
      if (mended.length === 0) break;
    }
  }
  if (!inMemory) {
    for (const uri of changed) {
      await mkdir(dirname(uri), { recursive: true });
      await writeFile(uri, workspaces.of(uri)?.files.get(uri)?.text() ?? '');
    }
  }
  return fixed;
}

/** A file as it was given: the given folder and the way below it. */
function showPath(uri: string, shown: ReadonlyMap<string, string>): string {
  const exact = shown.get(uri);
  if (exact !== undefined) return exact;
  const roots = [...shown].filter(([root]) => uri.startsWith(`${root}/`)).sort(([a], [b]) => b.length - a.length);
  const [nearest] = roots;
  if (!nearest) return slashed(relative(process.cwd(), uri));
  const [root, given] = nearest;
  const below = uri.slice(root.length + 1);
  return given === '' ? below : given === '/' ? `/${below}` : `${given}/${below}`;
}
