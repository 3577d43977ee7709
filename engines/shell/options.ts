/** With which options the shell starts: `bash -eo pipefail -c`. */
export interface ShellOptions {
  readonly errexit: boolean;
  readonly pipefail: boolean;
}

/** What words like `-eo pipefail` make of a shell's options. */
export function optionsOf(words: readonly string[], before: ShellOptions): ShellOptions {
  let { errexit, pipefail } = before;
  for (const [index, word] of words.entries()) {
    const match = /^([-+])([a-zA-Z]+)$/u.exec(word);
    if (match === null) continue;
    const isOn = match[1] === '-';
    const letters = match[2] ?? '';
    if (letters.includes('e')) errexit = isOn;
    const named = letters.includes('o') ? words[index + 1] : undefined;
    if (named === 'errexit') errexit = isOn;
    if (named === 'pipefail') pipefail = isOn;
  }
  return { errexit, pipefail };
}
