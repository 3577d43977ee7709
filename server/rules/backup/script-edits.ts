import type { BackupScript, BackupStep } from '../../../engines/dumping/backup-steps.ts';
import { pipefailShell } from '../../../engines/dumping/job-images.ts';
import { programName } from '../../../engines/configuration/calls.ts';
import type { Source } from '../../../engines/model/field.ts';
import type { ShellOptions } from '../../../engines/shell/options.ts';
import { readSteps } from '../../../engines/shell/steps.ts';
import type { Fate } from '../../../engines/shell/steps.ts';
import type { ManifestEditor } from '../../edits/editor.ts';

/** What would become of a step's failure if its script were that text, or its shell had those options. */
export function fateIf(
  { step, script }: BackupStep,
  change: { readonly options?: ShellOptions; readonly text?: string },
): Fate | undefined {
  const start = step.words[0]?.start;
  if (script === undefined || start === undefined) return undefined;
  const steps = readSteps(change.text ?? script.text, change.options ?? script.options);
  return steps.find(({ words }) => words[0]?.start === start)?.fate;
}

/** The place behind the first line of a script that is a shebang, or its beginning. */
export function headOf({ text, source }: BackupScript): Source {
  const shebang = /^#![^\n]*\n/u.exec(text)?.[0].length ?? 0;
  const blank = /^\s*/u.exec(text.slice(shebang))?.[0].length ?? 0;
  return { ...source, span: [shebang + blank, shebang + blank] };
}

/** What stands between two commands here: scripts folded into one line have no line ends. */
export function separator({ text }: BackupScript): string {
  return text.trim().includes('\n') ? '\n' : '; ';
}

/** How `set -o pipefail` can be had in a script: as it is, with Bash instead of `sh`, or, where nobody knows the image's shells, not at all. */
export function waysToPipefail(script: BackupScript): { readonly bash: Source | undefined } | undefined {
  if (script.shell === 'bash' || script.shell === 'zsh') return { bash: undefined };
  const shell = pipefailShell(script.container.image);
  if (shell === undefined) return undefined;
  if (shell === 'sh') return { bash: undefined };
  const word = script.container.words.find(({ value }) => programName(value) === 'sh');
  return word === undefined ? undefined : { bash: word.source };
}

/** Writes `bash` where `sh` stands. */
export function useBash(editor: ManifestEditor, { object, path }: Source, word: string): void {
  editor.set(object, path, word.replace(/sh$/u, 'bash'));
}
