import { MASK_CHARACTER } from '../../engines/model/object.ts';
import { findActions } from './template-actions.ts';
import type { TemplateAction } from './template-actions.ts';

/** A place where something may stand that the text does not show: a line that a template fills, or one that could not be read. */
export interface Gap {
  readonly start: number;
  readonly end: number;
  /** The column at which the lines that come in, or are kept or dropped, begin. */
  readonly column: number;
}

/** A text whose templates are masked, character by character, so that all offsets stay right. */
export interface Masked {
  readonly text: string;
  readonly gaps: readonly Gap[];
}

/** A text block (`|` or `>`): the indentation that its lines must exceed, and the one that they have, once it is known. */
interface Block {
  readonly parent: number;
  content: number | undefined;
}

/** Lines that belong together because a template action reaches over their ends. */
interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly actions: TemplateAction[];
}

const BLOCK_HEADER = /(?:^|[\s:-])[|>][-+0-9]*[ \t]*(?:#.*)?$/;

/**
 * Masks the templates of a Helm chart's file, so that what remains is YAML. An action within a value becomes mask characters, and the
 * value is unknown. A line of actions only becomes blank, and leaves a gap: nobody can say what comes in there. Inside a text
 * block such a line is a part of the text and masked like any other.
 */
export function maskTemplates(text: string): Masked {
  const stretches = findStretches(text, findActions(text));
  const gaps: Gap[] = [];
  let masked = '';
  let block: Block | undefined;
  stretches.forEach((stretch, index) => {
    const line = text.slice(stretch.start, stretch.end);
    const indent = indentOf(line);
    const alone = stretch.actions.length > 0 && /^(#.*)?$/.test(outside(text, stretch).trim());
    if (block && line.trim() !== '' && !continues(block, alone ? inferredIndent(text, stretches, index) : indent))
      block = undefined;
    if (block) {
      if (!alone && line.trim() !== '') block.content ??= indent;
      masked += maskStretch(text, stretch, Math.max(block.content ?? 0, block.parent + 1));
      return;
    }
    if (alone) {
      masked += blankActions(text, stretch);
      const gap = gapOf(text, stretches, index);
      if (gap) gaps.push(gap);
      return;
    }
    const maskedLine = maskStretch(text, stretch, 0);
    masked += maskedLine;
    if (BLOCK_HEADER.test(maskedLine.trimEnd()) && !line.trimStart().startsWith('#')) {
      block = { parent: parentIndent(maskedLine), content: undefined };
    }
  });
  return { text: masked, gaps };
}

function findStretches(text: string, actions: readonly TemplateAction[]): Stretch[] {
  const stretches: Stretch[] = [];
  let next = 0;
  for (let start = 0; start < text.length;) {
    let end = text.indexOf('\n', start) + 1 || text.length;
    const own: TemplateAction[] = [];
    for (let action = actions[next]; action && action.start < end; action = actions[next]) {
      own.push(action);
      next += 1;
      if (action.end > end) end = text.indexOf('\n', action.end) + 1 || text.length;
    }
    stretches.push({ start, end, actions: own });
    start = end;
  }
  return stretches;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** The text of a stretch without its actions. */
function outside(text: string, stretch: Stretch): string {
  let rest = '';
  let at = stretch.start;
  for (const action of stretch.actions) {
    rest += text.slice(at, action.start);
    at = action.end;
  }
  return rest + text.slice(at, stretch.end);
}

function continues(block: Block, indent: number): boolean {
  return indent > block.parent;
}

/** The deepest indentation that speaks for a line of actions: its own, what `nindent` says, and that of the next line with content. */
function inferredIndent(text: string, stretches: readonly Stretch[], index: number): number {
  const stretch = stretches[index];
  if (!stretch) return 0;
  const stated = stretch.actions.map((action) => action.indent ?? 0);
  const following = nextContent(text, stretches, index);
  return Math.max(indentOf(text.slice(stretch.start, stretch.end)), ...stated, following ?? 0);
}

/** The indentation of the next line that holds more than actions, comments and blanks. */
function nextContent(text: string, stretches: readonly Stretch[], index: number): number | undefined {
  for (let at = index + 1; at < stretches.length; at += 1) {
    const stretch = stretches[at];
    if (!stretch) break;
    const rest = outside(text, stretch).trim();
    if (rest !== '' && !rest.startsWith('#')) return indentOf(text.slice(stretch.start, stretch.end));
  }
  return undefined;
}

function gapOf(text: string, stretches: readonly Stretch[], index: number): Gap | undefined {
  const stretch = stretches[index];
  const [first] = stretch?.actions ?? [];
  const last = stretch?.actions.at(-1);
  if (!stretch || !first || !last) return undefined;
  const output = stretch.actions.find((action) => action.role === 'output');
  const own = first.start - stretch.start;
  if (output) return { start: first.start, end: last.end, column: output.indent ?? own };
  if (!stretch.actions.some((action) => action.role === 'control')) return undefined;
  return { start: first.start, end: last.end, column: nextContent(text, stretches, index) ?? own };
}

/** The indentation of the key or dash to which the text block at the end of `line` belongs. */
function parentIndent(line: string): number {
  const dashes = /^ *(?:- +)*/.exec(line)?.[0] ?? '';
  if (/^[|>&!]/.test(line.slice(dashes.length))) return Math.max(dashes.lastIndexOf('-'), -1);
  return dashes.length;
}

function blankActions(text: string, stretch: Stretch): string {
  return replaceActions(text, stretch, (part) => part.replace(/[^\r\n]/g, ' '));
}

function maskStretch(text: string, stretch: Stretch, indent: number): string {
  return replaceActions(text, stretch, (part, column) => {
    const lines = part.split('\n').map((line, index) => {
      const carriage = line.endsWith('\r') ? '\r' : '';
      const length = line.length - carriage.length;
      // What a text block loses as indentation must be spaces; outside of one, only the first line can hold the value.
      const free = index === 0 ? Math.max(indent - column, 0) : indent > 0 ? indent : length;
      const blank = Math.min(free, length);
      return ' '.repeat(blank) + MASK_CHARACTER.repeat(length - blank) + carriage;
    });
    return lines.join('\n');
  });
}

function replaceActions(text: string, stretch: Stretch, replace: (part: string, column: number) => string): string {
  let result = '';
  let at = stretch.start;
  for (const action of stretch.actions) {
    const before = text.slice(at, action.start);
    result += before;
    let part = replace(text.slice(action.start, action.end), action.start - stretch.start);
    // `key:{{ … | nindent 2 }}` is a key and its value, though no space stands between the two.
    if (/^\s*(- +)*[\w./"'-]+:$/.test(text.slice(stretch.start, action.start)))
      part = part.replace(MASK_CHARACTER, ' ');
    result += part;
    at = action.end;
  }
  return result + text.slice(at, stretch.end);
}
