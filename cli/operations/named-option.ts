/** An option of a command that becomes a parameter of its operation. */
export interface NamedOption {
  /** `--destination <name>`, as `--help` shows it. */
  readonly flags: string;
  readonly parameter: string;
  readonly description: string;
  /**
   * How what is said is read: `text` as it is; `count` as a whole number; `list`: may be repeated; `labels`: `key=value`, may be repeated;
   * `flag`: said or not.
   */
  readonly as: 'text' | 'count' | 'list' | 'labels' | 'flag';
}
