/** A text in which ⟦ and ⟧ mark ranges. */
export interface Marked {
  readonly text: string;
  /** Offsets of the marked ranges, in the order in which they begin. */
  readonly ranges: readonly (readonly [start: number, end: number])[];
}

/** Takes the markers out of a text; they may be nested. */
export function readMarkers(marked: string): Marked {
  let text = '';
  const open: number[] = [];
  const ranges: [number, number][] = [];
  for (const character of marked) {
    if (character === '⟦') {
      open.push(ranges.length);
      ranges.push([text.length, text.length]);
    } else if (character === '⟧') {
      const range = ranges[open.pop() ?? -1];
      if (!range) throw new Error('a ⟧ without its ⟦');
      range[1] = text.length;
    } else {
      text += character;
    }
  }
  if (open.length > 0) throw new Error('a ⟦ without its ⟧');
  return { text, ranges };
}
