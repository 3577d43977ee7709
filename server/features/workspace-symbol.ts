import { SymbolKind } from 'vscode-languageserver';
import type { SymbolInformation } from 'vscode-languageserver';
import { ManifestObject } from '../documents/index.ts';
import type { Linter } from '../linter/linter.ts';
import { referencesIn } from '../references/find.ts';
import type { Slice } from '../runner.ts';
import { titleOf } from '../session/risks.ts';
import type { Session } from '../session/session.ts';
import { kindOf } from './document-symbol.ts';
import type { Feature } from './feature.ts';
import { locationOf } from './navigation.ts';

/** More than that nobody reads; the editor asks again with every letter. */
const MOST = 200;

/** `workspace/symbol`: databases by name and engine, and every object that belongs to one under its database. */
export const provideWorkspaceSymbols: Feature = (session) => {
  const { connection, runner, projects } = session;
  connection.onWorkspaceSymbol(({ query }, token) =>
    runner.answer<SymbolInformation[]>('workspace/symbol', token, [], async (slice) => {
      await projects.placed();
      const found: SymbolInformation[] = [];
      for (const linter of projects.workspaces.linters) {
        if (found.length >= MOST) break;
        found.push(...(await symbolsOf(session, linter, query, slice)));
      }
      return found.slice(0, MOST);
    }),
  );
  return { workspaceSymbolProvider: true };
};

async function symbolsOf(session: Session, linter: Linter, query: string, slice: Slice): Promise<SymbolInformation[]> {
  const { workspace } = linter;
  const fits = matcher(query);
  const owners = new Map<ManifestObject, string>();
  const symbols: SymbolInformation[] = [];
  const add = (object: ManifestObject, name: string, kind: SymbolKind, containerName?: string): void => {
    const location = locationOf(session, { object, path: ['metadata', 'name'] });
    symbols.push({ name, kind, location, ...(containerName === undefined ? {} : { containerName }) });
  };
  for (const path of linter.files) {
    for (const { workload, engine } of linter.databases(path)) {
      const { object } = workload;
      if (!(object instanceof ManifestObject)) continue;
      const title = `${engine.name} ${object.name ?? ''}`.trim();
      if (fits(`${title} ${titleOf(object)}`)) add(object, title, SymbolKind.Class, titleOf(object));
      owners.set(object, title);
      for (const reference of referencesIn(object)) {
        if (!reference.what.startsWith('object ')) continue;
        for (const meant of reference.resolve(workspace))
          if (!owners.has(meant.object)) owners.set(meant.object, title);
      }
      await slice.pause();
    }
  }
  for (const object of workspace.objects()) {
    if (symbols.length >= MOST) break;
    const owner = owners.get(object);
    if (object.name === undefined || !fits(`${titleOf(object)} ${owner ?? ''}`)) continue;
    add(object, titleOf(object), kindOf(object.kind), owner ?? object.namespace);
    await slice.pause();
  }
  return symbols;
}

/** The letters of the query in their order, as editors match; case does not count. */
function matcher(query: string): (text: string) => boolean {
  const letters = query.toLowerCase().match(/\S/gu) ?? [];
  return (text) => {
    let at = 0;
    const lower = text.toLowerCase();
    return letters.every((letter) => {
      at = lower.indexOf(letter, at) + 1;
      return at > 0;
    });
  };
}
