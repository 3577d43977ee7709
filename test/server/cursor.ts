import type { Location, LocationLink, Position, Range } from 'vscode-languageserver-protocol';
import { SourceFile } from '../../server/documents/index.ts';
import { readMarkers } from '../support/markers.ts';
import type { LanguageClient } from './language-client.ts';
import { LanguageClient as Client } from './language-client.ts';

/** Where the cursor stands in a scene. */
const CURSOR = '│';

/** Files with one cursor among them, and the ranges between ⟦ and ⟧ that an answer is expected to name. */
export interface Scene {
  readonly files: Readonly<Record<string, string>>;
  readonly name: string;
  readonly position: Position;
  /** `file:line:character-character`, sorted. */
  readonly expected: readonly string[];
}

/** Takes cursor and markers out of files. */
export function readScene(marked: Readonly<Record<string, string>>): Scene {
  const files: Record<string, string> = {};
  const expected: string[] = [];
  let cursor: { name: string; position: Position } | undefined;
  for (const [name, content] of Object.entries(marked)) {
    const { text: rest } = readMarkers(content);
    const at = rest.indexOf(CURSOR);
    const { text, ranges } = readMarkers(content.replace(CURSOR, ''));
    const file = SourceFile.open(name, text);
    if (at >= 0) cursor = { name, position: file.positionAt(at) };
    files[name] = text;
    for (const [start, end] of ranges) {
      expected.push(placeText(name, { start: file.positionAt(start), end: file.positionAt(end) }));
    }
  }
  if (cursor === undefined) throw new Error('a scene without a cursor');
  return { files, ...cursor, expected: expected.sort() };
}

/** Asks a server of its own about the cursor of a scene, with every file open. */
export async function ask(
  scene: Scene,
  method: string,
  params: Readonly<Record<string, unknown>> = {},
): Promise<{ readonly answer: unknown; readonly nameOf: (uri: string) => string }> {
  const client = await Client.start({ files: scene.files });
  try {
    for (const [name, text] of Object.entries(scene.files)) await client.open(name, text);
    const textDocument = { uri: client.uri(scene.name) };
    const answer = await client.connection.sendRequest<unknown>(method, {
      textDocument,
      position: scene.position,
      ...params,
    });
    return { answer, nameOf: (uri) => fileName(client, scene, uri) };
  } finally {
    await client.stop();
  }
}

/** What a server says to be the places, as {@link Scene.expected} writes them. */
export function placesOf(answer: unknown, nameOf: (uri: string) => string): string[] {
  return ((answer ?? []) as readonly (Location | LocationLink)[])
    .map((one) =>
      'targetUri' in one
        ? placeText(nameOf(one.targetUri), one.targetSelectionRange)
        : placeText(nameOf(one.uri), one.range),
    )
    .sort();
}

/** A place in one word. */
export function placeText(name: string, { start, end }: Range): string {
  return `${name}:${start.line + 1}:${start.character + 1}-${end.character + 1}`;
}

function fileName(client: LanguageClient, { files }: Scene, uri: string): string {
  return Object.keys(files).find((name) => client.uri(name) === uri) ?? uri;
}
