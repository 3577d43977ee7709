import { CannotEdit } from './cannot-edit.ts';
import type { Page } from './page.ts';
import type { Replacement } from './pieces.ts';
import { columnOf, lineEnd } from './style.ts';
import type { Target } from './target.ts';

/**
 * Moves what stands below a key further down: below `steps`, which are written in between. The author's lines stay as they are and go to
 * the right.
 */
export function nestBelow(page: Page, { node, holder }: Target, steps: readonly string[]): Replacement[] {
  if (holder.kind !== 'entry') throw new CannotEdit('Only what stands below a key can be moved below another.');
  const { entry } = holder;
  if (entry.colon < 0) throw new CannotEdit('The colon behind this key is missing.');
  if (holder.map.flow || node.kind !== 'map' || node.flow || page.json) {
    const keys = steps.map((step) => (page.json ? JSON.stringify(step) : step));
    const open = keys.map((key) => `{ ${key}: `).join('');
    return [page.replace(node.start, node.start, open), page.replace(node.end, node.end, ' }'.repeat(steps.length))];
  }
  const { indent, lineBreak } = page.style;
  const column = columnOf(page.text, entry.keyStart);
  const head = lineEnd(page.text, entry.colon);
  if (node.start < head) throw new CannotEdit('What stands here begins on the line of its key.');
  const keys = steps.map((step, depth) => `${lineBreak}${' '.repeat(column + indent * (depth + 1))}${step}:`).join('');
  const end = page.text[node.end - 1] === '\n' ? node.end : lineEnd(page.text, node.end);
  const deeper = ' '.repeat(indent * steps.length);
  const moved = page.text.slice(head, end).replace(/\n(?=[^\r\n])/gu, `\n${deeper}`);
  return [page.replace(head, end, keys + moved)];
}
