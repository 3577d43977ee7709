import type { Redirection, Word } from 'unbash';
import type { ShellWord } from './commands.ts';
import { isBare, textOf } from './words.ts';

/** Where a command reads from or writes to. */
export interface StepRedirect {
  /** `>`, `>>`, `<`, `&>` … */
  readonly operator: string;
  /** The file descriptor, where one is written. */
  readonly descriptor: number | undefined;
  readonly target: ShellWord;
}

/** A word with its text and place. */
export function shellWord(
  one: Word | { readonly type: 'Assignment'; readonly text: string; readonly pos: number; readonly end: number },
): ShellWord {
  return one.type === 'Word'
    ? { text: textOf(one), start: one.pos, end: one.end, bare: isBare(one) }
    : { text: one.text, start: one.pos, end: one.end, bare: false };
}

/** A redirection to or from a file; here-documents are none. */
export function redirectOf(redirect: Redirection): StepRedirect[] {
  if (redirect.type !== 'Redirect' || redirect.target === undefined) return [];
  const { descriptor, operator, target } = redirect;
  const number = descriptor?.type === 'FileDescriptor' ? descriptor.value : undefined;
  return [{ operator, descriptor: number, target: shellWord(target) }];
}
