/** Plain text in Markdown: what would be markup in it is none. */
export function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|~]/gu, '\\$&');
}
