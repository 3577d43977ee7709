import type { ListNode, MapNode } from '../documents/syntax.ts';
import type { Page } from './page.ts';
import type { Replacement } from './pieces.ts';
import { lineEnd, lineStart } from './style.ts';

/** A part of a map or list: an entry with its key, or an item with its dash. */
interface Part {
  readonly start: number;
  readonly end: number;
}

/** Takes one of several parts out of a map or list, with the comment lines directly above it. */
export function removePart(page: Page, container: MapNode | ListNode, index: number): Replacement[] {
  const parts = partsOf(container);
  const part = parts[index];
  const next = parts[index + 1];
  const previous = parts[index - 1];
  if (!part) return [];
  if (container.flow) {
    if (next) return [page.replace(part.start, next.start, '')];
    return [page.replace(previous?.end ?? part.start, part.end, '')];
  }
  if (!page.beginsLine(part.start)) return [page.replace(part.start, startOfNext(page, part, next), '')];
  const start = page.startOfComments(part.start);
  const end = page.afterLine(part.end);
  // The last line of a file without a line break at its end: the break before it goes instead.
  if (end === page.text.length && !page.text.endsWith('\n') && start > 0) {
    return [page.replace(lineEnd(page.text, lineStart(page.text, start - 1)), end, '')];
  }
  return [page.replace(start, end, '')];
}

function partsOf(container: MapNode | ListNode): Part[] {
  if (container.kind === 'map') return container.entries.map((entry) => ({ start: entry.keyStart, end: entry.end }));
  return container.items.map((item, index) => {
    const dash = container.dashes[index];
    return { start: dash ?? item.start, end: Math.max(item.end, dash === undefined ? item.end : dash + 1) };
  });
}

/** Where what follows a first entry on its dash's line begins: the next entry, or the comment lines above it. */
function startOfNext(page: Page, part: Part, next: Part | undefined): number {
  if (!next) return part.end;
  const line = page.afterLine(part.end);
  const comment = /^\s*#/.exec(page.text.slice(line, next.start));
  return comment ? line + comment[0].length - 1 : next.start;
}
