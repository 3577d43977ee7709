/**
 * Escape sequences but for colours (SGR, which end in `m`), and control characters but for tab, line feed and carriage return. What a pod prints must not
 * move the cursor, set titles or write to the clipboard of whoever reads its log (ECMA-48, section 5; xterm's «Operating System Commands»).
 */
const UNPRINTABLE =
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  /\u001b\[[0-9;:]*m|\u001b\[[0-?]*[ -/]*[@-~]|\u001b[\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\)?|\u001b.?|[\u0000-\u0008\u000b\u000c\u000e-\u001a\u001c-\u001f\u007f-\u009f]/gu;

// eslint-disable-next-line no-control-regex -- an escape sequence
const COLOUR = /^\u001b\[[0-9;:]*m$/u;

/** A log's text as a terminal may show it: colours stay, everything else that commands a terminal is gone, and lines start at the left. */
export const printable = (text: string): string =>
  text.replace(UNPRINTABLE, (found) => (COLOUR.test(found) ? found : '')).replace(/\r?\n/gu, '\r\n');
