/** HTML that may be shown: only {@link html} makes it, and everything that is put into it is escaped. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

const SIGNS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/**
 * Signs that are not seen, or turn the direction of others round: a command must look like what it is
 * (Unicode's «trojan source», https://www.unicode.org/reports/tr55/). Line feed and tab stay.
 */
const UNSEEN = /[\p{Cc}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

/** A text from anywhere, so that it is shown as it is and does nothing. */
export function escaped(text: string): string {
  const seen = text.replace(UNSEEN, (sign) =>
    sign === '\n' || sign === '\t' ? sign : `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`,
  );
  return seen.replace(/[&<>"']/gu, (sign) => SIGNS[sign] ?? sign);
}

type Part = Html | string | number | undefined | false | readonly Html[];

function shown(part: Part): string {
  if (part === undefined || part === false) return '';
  if (part instanceof Html) return part.text;
  if (typeof part === 'string' || typeof part === 'number') return escaped(String(part));
  return part.map(({ text }) => text).join('');
}

/** A template of HTML: texts and numbers in it are escaped, other HTML is taken as it is, `undefined` and `false` are nothing. Put values of attributes in quotes. */
export const html = (strings: TemplateStringsArray, ...parts: readonly Part[]): Html =>
  new Html(strings.reduce((before, string, index) => before + shown(parts[index - 1]) + string));
