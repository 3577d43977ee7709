import type { FileProblem } from './source-file.ts';

const NOT_UTF8 = 'Save it as UTF-8: kubectl reads nothing else.';

/** The text of a file's bytes, or why they are none. A byte order mark stays in the text, so that offsets are the editor's. */
export function decode(bytes: Uint8Array): { readonly text: string } | { readonly problem: FileProblem } {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    return { problem: { kind: 'not-utf8', message: `The file is encoded as UTF-16. ${NOT_UTF8}` } };
  }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { problem: { kind: 'not-utf8', message: `The file is not encoded as UTF-8. ${NOT_UTF8}` } };
  }
}
