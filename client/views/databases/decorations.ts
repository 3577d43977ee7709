import * as vscode from 'vscode';
import type { Item } from './item.ts';

const SCHEME = 'plinth-row';

type Mark = NonNullable<Item['mark']>;

/** The address under which the editor asks for a row's mark; the mark itself is in it, so that another mark is another address. */
export function uriOfMark(mark: Mark, row: string): vscode.Uri {
  return vscode.Uri.from({ scheme: SCHEME, path: `/${row}`, query: JSON.stringify(mark) });
}

/** Gives rows their colour and badge. */
export function provideMarks(): vscode.Disposable {
  return vscode.window.registerFileDecorationProvider({
    provideFileDecoration: ({ scheme, query }) => {
      if (scheme !== SCHEME) return undefined;
      const { badge, colour, meaning } = JSON.parse(query) as Mark;
      return new vscode.FileDecoration(
        badge,
        meaning,
        colour === undefined ? undefined : new vscode.ThemeColor(colour),
      );
    },
  });
}
