import type { SourceFile, YamlDocument } from '../documents/index.ts';
import { nameOf } from '../workspace/folders.ts';
import { shift } from './finding.ts';
import type { Finding } from './finding.ts';

const START = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** Trouble with the file itself: too large, no UTF-8, or a manifest that does not parse. */
export function fileTrouble(file: SourceFile): Finding[] {
  const about = { uri: file.uri, object: nameOf(file.uri), related: [], fixes: [] };
  if (file.problem) {
    const { kind, message } = file.problem;
    return [{ ...about, rule: `file/${kind}`, severity: 'warning', message, range: START }];
  }
  return file.documents.flatMap((document) => {
    if (!looksLikeManifest(document) || document.problems.length === 0) return [];
    return document.problems.map(({ message, start, end }) => ({
      ...about,
      rule: 'file/parse-error' as const,
      severity: 'error' as const,
      message,
      range: shift(
        { start: document.lines.positionAt(start), end: document.lines.positionAt(end) },
        document.startLine,
      ),
    }));
  });
}

const manifests = new WeakMap<YamlDocument, boolean>();

/** Other YAML of a workspace is none of our business, however broken. */
function looksLikeManifest(document: YamlDocument): boolean {
  const known = manifests.get(document);
  if (known !== undefined) return known;
  const { text } = document;
  const is = /^\s*["']?apiVersion["']?\s*:/mu.test(text) && /^\s*["']?kind["']?\s*:/mu.test(text);
  manifests.set(document, is);
  return is;
}
