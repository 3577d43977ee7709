import type { DoubleQuotedChild, Word, WordPart } from 'unbash';

/** The text of a word without its quotes; expansions stay as they are written, and backquotes become `$(…)`. */
export function textOf({ value, parts }: Word): string {
  return parts === undefined ? value : parts.map(partText).join('');
}

function partText(part: WordPart | DoubleQuotedChild): string {
  if (part.type === 'Literal' || part.type === 'SingleQuoted' || part.type === 'AnsiCQuoted') return part.value;
  if (part.type === 'DoubleQuoted' || part.type === 'LocaleString') return part.parts.map(partText).join('');
  const isBackquoted = part.type === 'CommandExpansion' && part.text.startsWith('`');
  return isBackquoted ? `$(${part.text.slice(1).replace(/`$/u, '')})` : part.text;
}

/** True when no part of the word is quoted or escaped. */
export function isBare({ text, value, parts }: Word): boolean {
  if (parts === undefined) return text === value;
  return !parts.some(
    ({ type }) =>
      type === 'SingleQuoted' || type === 'DoubleQuoted' || type === 'AnsiCQuoted' || type === 'LocaleString',
  );
}
