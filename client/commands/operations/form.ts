import * as vscode from 'vscode';

/** One line that is asked for. */
export interface Question {
  /** What the whole form is for. */
  readonly title: string;
  readonly prompt: string;
  readonly value?: string;
  readonly example?: string;
  /** Why a text cannot be taken; undefined: it can. */
  readonly wrong?: (text: string) => string | undefined;
}

/** Asks for one line, trimmed; undefined where nobody answers. Never for a secret. */
export async function line({ title, prompt, value, example, wrong }: Question): Promise<string | undefined> {
  const typed = await vscode.window.showInputBox({
    title,
    prompt,
    ignoreFocusOut: true,
    validateInput: (text) => wrong?.(text.trim()),
    ...(value === undefined ? {} : { value }),
    ...(example === undefined ? {} : { placeHolder: example }),
  });
  return typed?.trim();
}

/** A choice of a list, and what it stands for. */
export interface Choice<T> extends vscode.QuickPickItem {
  readonly means: T;
}

/** Asks for one of a list; undefined where nobody chooses. */
export async function choice<T>(
  title: string,
  question: string,
  choices: readonly Choice<T>[],
): Promise<T | undefined> {
  const options = { title, placeHolder: question, ignoreFocusOut: true, matchOnDescription: true, matchOnDetail: true };
  return (await vscode.window.showQuickPick(choices, options))?.means;
}

/** Why a text is no name of a Kubernetes object; undefined: it is. https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
export const wrongName =
  (longest = 63, taken: readonly string[] = []) =>
  (text: string): string | undefined => {
    if (!/^[a-z]([-a-z0-9]*[a-z0-9])?$/u.test(text))
      return 'Small letters, digits and hyphens; a letter first, no hyphen last.';
    if (text.length > longest) return `At most ${longest} characters.`;
    return taken.includes(text) ? `There is ${text} already.` : undefined;
  };
