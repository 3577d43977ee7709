/** Text from a cluster as Markdown shows it literally: no link, no image, no emphasis can be smuggled in. */
export const literal = (text: string): string =>
  text.replace(/[\\`*_{}[\]()#+\-.!|<>~&$]/g, '\\$&').replace(/\r?\n/g, ' ');

/** A fact of a tooltip; those without a value are left out. */
export type Row = readonly [name: string, value: string | undefined];

/** A tooltip in Markdown: a heading, facts, and sentences below. All of it is taken literally. */
export function tooltip(heading: string, rows: readonly Row[], sentences: readonly string[] = []): string {
  const facts = rows.flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [`${literal(name)}: ${literal(value)}`],
  );
  return [`**${literal(heading)}**`, facts.join('  \n'), ...sentences.map(literal)].filter(Boolean).join('\n\n');
}
