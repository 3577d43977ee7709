/** A place in a text: lines and UTF-16 characters from zero, as editors count. */
export interface Range {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}
