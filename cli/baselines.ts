import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import {
  baselineOf,
  BaselineTrouble,
  compareWithBaseline,
  readBaseline,
  writeBaseline,
} from '../server/linter/baseline.ts';
import type { Baseline, KnownFinding } from '../server/linter/baseline.ts';
import { identityOf } from '../server/linter/finding-identity.ts';
import type { Finding } from '../server/linter/finding.ts';
import type { Workspaces } from '../server/roots/workspaces.ts';
import { folderOf, isBelow, resolveFrom } from '../server/workspace/folders.ts';
import { slashed } from './node-files.ts';
import { UsageError } from './usage-error.ts';

/** What is to be done with known findings. */
export interface BaselineRequest {
  /** This file, for all; without it each workspace has the one that its `.plinth.yaml` names. */
  readonly file?: string;
  /** Write what was found into it, instead of comparing. */
  readonly write: boolean;
}

/** What the baselines make of the findings. */
export interface Compared {
  readonly fresh: readonly Finding[];
  readonly known: number;
  /** Known findings that are found no more. */
  readonly gone: readonly KnownFinding[];
}

/**
 * Takes the known findings out, or writes them down. Of a baseline only what this run could have found is called gone, or written anew:
 * `ran` says which rules ran. Trouble with files is never known: behind it other findings may hide. Throws {@link UsageError}.
 */
export function applyBaselines(
  findings: readonly Finding[],
  workspaces: Workspaces,
  { file, write }: BaselineRequest,
  ran: (rule: string) => boolean,
): Compared {
  const byBaseline = new Map<string | undefined, Finding[]>();
  for (const path of baselinesOf(workspaces, file)) byBaseline.set(path, []);
  for (const finding of findings) {
    const root = workspaces.of(finding.uri)?.root;
    const path =
      finding.rule.startsWith('file/') || root === undefined ? undefined : baselineFor(root, workspaces, file);
    byBaseline.set(path, [...(byBaseline.get(path) ?? []), finding]);
  }
  const compared = { fresh: new Set(byBaseline.get(undefined)), known: 0, gone: [] as KnownFinding[] };
  byBaseline.delete(undefined);
  if (write && byBaseline.size === 0)
    throw new UsageError('--write-baseline needs --baseline FILE, or `baseline` in .plinth.yaml.');
  for (const [path = '', own] of byBaseline) {
    const about = (finding: Finding): KnownFinding => ({
      file: slashed(relative(dirname(path), finding.uri)),
      ...identityOf(finding, workspaces.of(finding.uri)?.files.get(finding.uri)),
    });
    const inSight = ({ file: name, rule }: KnownFinding) => {
      const uri = resolveFrom(folderOf(path), name);
      return ran(rule) && (workspaces.of(uri)?.files.has(uri) === true || !existsSync(uri));
    };
    const before = write && !existsSync(path) ? baselineOf([]) : read(path);
    if (write) {
      const kept = compareWithBaseline([], about, before).gone.filter((one) => !inSight(one));
      writeFileSync(path, writeBaseline(baselineOf([...kept, ...own.map(about)])));
      compared.known += own.length;
      continue;
    }
    const { fresh, known, gone } = compareWithBaseline(own, about, before);
    for (const finding of fresh) compared.fresh.add(finding);
    compared.known += known.length;
    compared.gone.push(...gone.filter(inSight));
  }
  return { ...compared, fresh: findings.filter((finding) => compared.fresh.has(finding)) };
}

function baselinesOf(workspaces: Workspaces, file: string | undefined): Set<string> {
  const paths = workspaces.linters.map(({ workspace: { root } }) => baselineFor(root, workspaces, file));
  return new Set(paths.filter((path) => path !== undefined));
}

/** The baseline of a workspace. One that a `.plinth.yaml` names lies in its folder or below: it may be written to. */
function baselineFor(root: string, workspaces: Workspaces, file: string | undefined): string | undefined {
  if (file !== undefined) return slashed(resolve(file));
  const name = workspaces.of(root)?.configuration.baseline;
  if (name === undefined) return undefined;
  const folder = folderOf(workspaces.configurationFile(root));
  const path = slashed(resolve(folder, name));
  if (!isBelow(path, folder))
    throw new UsageError(`The baseline «${name}» lies outside of the folder of its .plinth.yaml.`);
  return path;
}

function read(path: string): Baseline {
  let text;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new UsageError(`The baseline ${path} cannot be read. --write-baseline makes one.`);
  }
  try {
    return readBaseline(text);
  } catch (error) {
    throw error instanceof BaselineTrouble
      ? new UsageError(`The baseline ${path} cannot be used: ${error.message}`)
      : error;
  }
}
