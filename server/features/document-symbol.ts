import { SymbolKind } from 'vscode-languageserver';
import type { DocumentSymbol } from 'vscode-languageserver';
import { Field } from '../../engines/model/field.ts';
import { isWorkloadKind, podPath } from '../../engines/model/pod.ts';
import type { ManifestObject } from '../documents/index.ts';
import { nameOffsets } from '../references/range.ts';
import type { Range } from '../documents/range.ts';
import { titleOf } from '../session/risks.ts';
import type { Feature } from './feature.ts';
import { openedAt } from './navigation.ts';

/** `textDocument/documentSymbol`: the outline of a file by its objects; below them containers, claim templates and keys. */
export const provideDocumentSymbols: Feature = (session) => {
  const { connection, runner } = session;
  connection.onDocumentSymbol(({ textDocument: { uri } }, token) =>
    runner.answer<DocumentSymbol[] | null>('textDocument/documentSymbol', token, null, async (slice) => {
      const opened = await openedAt(session, uri);
      if (opened === undefined) return null;
      const symbols: DocumentSymbol[] = [];
      const databases = new Map(
        (session.projects.linterOf(opened.path)?.databases(opened.path) ?? []).map(
          ({ workload, engine }) => [workload.object, engine.name] as const,
        ),
      );
      for (const document of opened.file.documents) {
        for (const object of opened.workspace.objectsOf(document))
          symbols.push(symbolOf(object, databases.get(object) ?? object.namespace));
        await slice.pause();
      }
      return symbols.length === 0 ? null : symbols;
    }),
  );
  return { documentSymbolProvider: true };
};

function symbolOf(object: ManifestObject, detail: string | undefined): DocumentSymbol {
  const { document, node } = object;
  const range = rangeAt(object, [node.start, node.end]);
  const named = new Field(object, ['metadata', 'name']);
  const start = named.exists ? nameOffsets({ object, path: named.path }) : ([node.start, node.start] as const);
  const inside = start[0] >= node.start && start[1] <= node.end ? start : ([node.start, node.start] as const);
  return {
    name: titleOf(object) || document.file.uri,
    ...(detail === undefined ? {} : { detail }),
    kind: kindOf(object.kind),
    range,
    selectionRange: rangeAt(object, inside),
    children: childrenOf(object),
  };
}

function childrenOf(object: ManifestObject): DocumentSymbol[] {
  const root = new Field(object);
  if (object.kind === 'ConfigMap' || object.kind === 'Secret')
    return ['data', 'stringData', 'binaryData'].flatMap((part) =>
      root
        .at(part)
        .entries()
        .map(([key, { path }]) => child(object, path, key, SymbolKind.Key)),
    );
  if (!isWorkloadKind(object.kind)) return [];
  const spec = root.at(...podPath(object.kind), 'spec');
  const named = (list: Field, of: (item: Field) => Field, kind: SymbolKind): DocumentSymbol[] =>
    list.items().flatMap((item) => {
      const name = of(item).string();
      return name === undefined || name === '' ? [] : [child(object, of(item).path, name, kind)];
    });
  return [
    ...['initContainers', 'containers'].flatMap((list) =>
      named(spec.at(list), (item) => item.at('name'), SymbolKind.Module),
    ),
    ...named(root.at('spec', 'volumeClaimTemplates'), (item) => item.at('metadata', 'name'), SymbolKind.File),
  ];
}

function child(object: ManifestObject, path: Field['path'], name: string, kind: SymbolKind): DocumentSymbol {
  const range = rangeAt(object, nameOffsets({ object, path, ...(kind === SymbolKind.Key ? { part: 'key' } : {}) }));
  return { name: name === '' ? '""' : name, kind, range, selectionRange: range };
}

function rangeAt({ document }: ManifestObject, [start, end]: readonly [number, number]): Range {
  const at = (offset: number): Range['start'] => {
    const { line, character } = document.lines.positionAt(offset);
    return { line: line + document.startLine, character };
  };
  return { start: at(start), end: at(Math.max(start, end)) };
}

const KINDS: Readonly<Record<string, SymbolKind>> = {
  Service: SymbolKind.Interface,
  Ingress: SymbolKind.Interface,
  ConfigMap: SymbolKind.Object,
  Secret: SymbolKind.Key,
  PersistentVolumeClaim: SymbolKind.File,
  PersistentVolume: SymbolKind.File,
  StorageClass: SymbolKind.Enum,
  Namespace: SymbolKind.Namespace,
};

/** The symbol that editors draw for a kind. */
export function kindOf(kind: string): SymbolKind {
  return KINDS[kind] ?? (isWorkloadKind(kind) ? SymbolKind.Class : SymbolKind.Struct);
}
