/** A codicon, with a theme colour's id. */
export interface Icon {
  readonly name: string;
  readonly colour?: string;
}

/** How a row looks; plain data, so that two looks can be compared. */
export interface Item {
  readonly label: string;
  readonly description?: string;
  readonly icon?: Icon;
  /** Markdown; what comes from the cluster is in it literally. */
  readonly tooltip?: string;
  /** Words that menus look for, with spaces between. */
  readonly facets: readonly string[];
  readonly fold: 'leaf' | 'folded' | 'unfolded';
  /** What a screen reader says instead of label and description, where those rely on signs. */
  readonly spoken?: string;
  /** Colour of the label, and at most two characters at its right end, with their meaning. */
  readonly mark?: { readonly badge?: string; readonly colour?: string; readonly meaning: string };
  /** The command that a click or Enter runs, with the row as its argument. */
  readonly opens?: `plinth.${string}`;
}

/** Parts of a description; empty ones are left out. */
export const joined = (...parts: readonly (string | undefined | false)[]): string =>
  parts.filter((part) => typeof part === 'string' && part !== '').join(' · ');

export const COLOUR = {
  good: 'testing.iconPassed',
  warning: 'list.warningForeground',
  bad: 'list.errorForeground',
  faint: 'disabledForeground',
} as const;
