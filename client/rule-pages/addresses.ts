/**
 * The scheme of a rule's page: `plinth-rule:/storage/ephemeral-data.md`. VS Code opens it like any document, from wherever a
 * problem's link stands (a `command:` link does nothing in the peek view of F8, and a web address needs the network);
 * `workbench.editorAssociations` in package.json shows it as a preview.
 */
export const RULE_SCHEME = 'plinth-rule';

/** An area and a name: letters, digits and dashes alone, so that no address leaves the folder of the pages. */
const RULE_ID = /^[a-z0-9-]+\/[a-z0-9-]+$/;

/** The path of a rule's page below `docs/rules` and in its address; undefined for what is no rule's id. */
export function pageOf(rule: unknown): string | undefined {
  return typeof rule === 'string' && RULE_ID.test(rule) ? `${rule}.md` : undefined;
}

/** The rule whose page has this path in its address; undefined for any other path. */
export function ruleOf(path: string): string | undefined {
  const id = /^\/(.*)\.md$/.exec(path)?.[1];
  return pageOf(id) === undefined ? undefined : id;
}
