import type { AndOr, CompoundList, PipelineNode, Statement } from 'unbash';
import { textOf } from './words.ts';

/** Commands that say something and end well. */
const TALKERS: ReadonlySet<string> = new Set(['true', ':', 'echo', 'printf', 'logger']);

/** True for what stands behind `||` when it only says that the failure does not matter: `true`, `:`, `echo failed`, `exit 0`, or a group of these. */
export function forgives(node: PipelineNode | AndOr | CompoundList, script: string): boolean {
  if (node.type === 'Command') {
    const [first] = node.args;
    if (node.name?.value === 'exit') return first?.type === 'Word' && textOf(first) === '0';
    return node.prefix.length === 0 && TALKERS.has(node.name?.value ?? '');
  }
  if (node.type === 'BraceGroup' || node.type === 'Subshell') return forgives(node.body, script);
  if (node.type !== 'CompoundList') return false;
  return node.commands.length > 0 && node.commands.every(({ command }) => forgives(command, script));
}

/** What a statement asks about the one before it: how it went (`if [ $? -ne 0 ]`, `code=$?`), or how each part of a pipe did (`${PIPESTATUS[0]}`). */
export function questionsStatus({ pos, end }: Statement, script: string): 'status' | 'pipe' | undefined {
  const text = script.slice(pos, end);
  if (text.includes('PIPESTATUS')) return 'pipe';
  return /\$\?|\$\{\?\}/u.test(text) ? 'status' : undefined;
}
