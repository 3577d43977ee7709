import { stat } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import type { Range } from 'vscode-languageserver-types';
import type { Connection } from '../../core/cluster/connection.ts';
import { dryRunAll, type Verdict, type Written } from '../../core/dry-run/dry-run.ts';
import { inheritedConfiguration } from '../../server/roots/inherited-configuration.ts';
import { loadRoot } from '../../server/roots/loader.ts';
import { Workspaces } from '../../server/roots/workspaces.ts';
import { RuleSet } from '../../server/rules/index.ts';
import { folderOf } from '../../server/workspace/folders.ts';
import { writtenObjects, type WrittenObject } from '../../server/workspace/written.ts';
import { nodeFiles, slashed } from '../node-files.ts';
import { UsageError } from '../usage-error.ts';

export interface DryRunRequest {
  readonly paths: readonly string[];
  readonly connection: Pick<Connection, 'discover' | 'dryRun'>;
  /** For objects that name none. */
  readonly namespace: string;
}

/** What the cluster says to one object. */
export interface TriedObject {
  /** The file's name from the current folder. */
  readonly file: string;
  /** `StatefulSet orders`. */
  readonly object: string;
  /** Lines and columns from 0. */
  readonly range: Range;
  readonly state: Verdict['state'];
  /** Why it is refused, each where it stands; why it is unknown. */
  readonly words: readonly { readonly range: Range; readonly message: string }[];
}

/** Why an object is not sent. */
const HIDDEN = 'It is a patch or a template, or an overlay changes it: what is applied does not stand here.';

/** Asks the cluster what it would say to the objects of files and folders; nothing is changed. Throws {@link UsageError} and {@link ../../core/cluster/trouble.ClusterTrouble}. */
export async function dryRun({ paths, connection, namespace }: DryRunRequest): Promise<readonly TriedObject[]> {
  const found = (await Promise.all(paths.map(objectsAt))).flat();
  const known = found.flatMap(({ object: { body } }) => (body === undefined ? [] : [body]));
  const verdicts = new Map<Written, Verdict>();
  const answers = known.length === 0 ? [] : await dryRunAll(connection, known, { namespace });
  for (const [index, verdict] of answers.entries()) {
    const body = known[index];
    if (body !== undefined) verdicts.set(body, verdict);
  }
  return found.map(({ file, object }) => {
    const verdict = (object.body && verdicts.get(object.body)) ?? { state: 'unknown', why: HIDDEN };
    const range = object.rangeOf(['metadata', 'name']);
    const words =
      verdict.state === 'refused'
        ? verdict.faults.map(({ path, message }) => ({ range: object.rangeOf(path), message }))
        : verdict.state === 'unknown'
          ? [{ range, message: verdict.why }]
          : [];
    return { file, object: `${object.kind} ${object.name ?? '?'}`, range, state: verdict.state, words };
  });
}

/** The objects of a file, or of all files of a folder. The folder's kustomizations count for a file as well. */
async function objectsAt(path: string): Promise<{ readonly file: string; readonly object: WrittenObject }[]> {
  const absolute = slashed(resolve(path));
  const found = await stat(absolute).catch(() => undefined);
  if (!found) throw new UsageError(`${path}: there is no such file or folder.`);
  const root = found.isDirectory() ? absolute : folderOf(absolute);
  const workspaces = new Workspaces(new RuleSet());
  await loadRoot(workspaces, root, nodeFiles, { inherited: await inheritedConfiguration(root, nodeFiles) });
  const wanted = (uri: string): boolean => found.isDirectory() || uri === absolute;
  return workspaces.linters.flatMap(({ workspace }) =>
    [...workspace.files.values()]
      .filter(({ uri }) => wanted(uri))
      .sort((a, b) => (a.uri < b.uri ? -1 : 1))
      .flatMap((file) =>
        writtenObjects(file, workspace).map((object) => ({ file: slashed(relative(process.cwd(), file.uri)), object })),
      ),
  );
}
