import type { Position, Range } from 'vscode-languageserver';
import { isUnknown } from '../../engines/model/object.ts';
import { entryAt } from '../documents/entry-at.ts';
import { resolved } from '../documents/syntax.ts';
import { classFacts } from '../session/class-facts.ts';
import type { ClassFacts } from '../session/class-facts.ts';
import type { Session } from '../session/session.ts';
import { manifestsIn } from '../workspace/manifests.ts';
import { escaped } from './markdown.ts';

/** The storage class whose name stands at a position of a manifest, where a cluster is connected. */
export function classAt(
  { projects, cluster: { cluster } }: Session,
  path: string,
  position: Position,
): { readonly range: Range; readonly facts: ClassFacts } | undefined {
  if (cluster === undefined || !projects.settingsFor(path).enable) return undefined;
  const file = projects.linterOf(path)?.workspace.files.get(path);
  const document = file?.documentAt(position);
  if (file === undefined || document === undefined || manifestsIn(document).length === 0) return undefined;
  const entry = entryAt(document.syntax, file.offsetAt(position) - document.startOffset);
  const value = entry?.key === 'storageClassName' ? resolved(entry.value) : undefined;
  if (entry === undefined || value?.kind !== 'scalar' || typeof value.value !== 'string') return undefined;
  // The empty string is the class of volumes made by hand.
  if (value.value === '' || isUnknown(value.value)) return undefined;
  const facts = classFacts(value.value, cluster);
  const start = document.startOffset + entry.keyStart;
  const end = document.startOffset + entry.end;
  return facts && { range: { start: file.positionAt(start), end: file.positionAt(end) }, facts };
}

/** The facts as Markdown. */
export function classInMarkdown({ heading: { before, name, after }, facts }: ClassFacts): string {
  const title = `**${[escaped(before), `\`${name.replaceAll('`', "'")}\``, escaped(after)].filter((part) => part !== '').join(' ')}**`;
  return [title, facts.map(([what, value]) => `- ${what}: ${escaped(value)}`).join('\n')].join('\n\n');
}

/** The facts for clients that show no Markdown. */
export function classInPlainText({ heading: { before, name, after }, facts }: ClassFacts): string {
  const title = `${before} «${name}» ${after}`.trim();
  return [title, ...facts.map(([what, value]) => `${what}: ${value}`)].join('\n');
}
