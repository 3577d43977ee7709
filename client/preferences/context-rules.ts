import { protectionIn, saidOf, type Protection } from '../../core/protection/protection.ts';

export { matches, type Protection } from '../../core/protection/protection.ts';

/** Colours that a context can have, with VS Code's theme colour for each. */
export const COLOURS = {
  red: 'charts.red',
  orange: 'charts.orange',
  yellow: 'charts.yellow',
  green: 'charts.green',
  blue: 'charts.blue',
  purple: 'charts.purple',
} as const;

/** What the setting `plinth.contexts` says of one context. */
export interface ContextRules {
  readonly protection: Protection;
  /** A word beside the context's name: «production». */
  readonly label: string | undefined;
  readonly colour: keyof typeof COLOURS | undefined;
  /** The namespaces to look at; undefined: all that one may read. */
  readonly namespaces: readonly string[] | undefined;
  readonly hidden: boolean;
}

const isColour = (value: unknown): value is keyof typeof COLOURS =>
  typeof value === 'string' && Object.hasOwn(COLOURS, value);

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;

const texts = (value: unknown): readonly string[] | undefined => {
  const named = Array.isArray(value) ? value.filter((one) => typeof one === 'string' && one !== '') : [];
  return named.length === 0 ? undefined : (named as string[]);
};

/**
 * What `plinth.contexts` says of the context with this name. Where several patterns match, the strictest protection holds, and the first label, colour and
 * namespaces. Labelled or not, what is protected looks so: it is red where no colour is said.
 */
export function contextRules(setting: unknown, name: string): ContextRules {
  const found = saidOf(setting, name);
  const first = <T>(read: (rules: Readonly<Record<string, unknown>>) => T | undefined): T | undefined => {
    for (const rules of found) {
      const value = read(rules);
      if (value !== undefined) return value;
    }
    return undefined;
  };
  const protection = protectionIn(setting, name);
  return {
    protection,
    label: first((rules) => text(rules['label'])),
    colour:
      first(({ colour }) => (isColour(colour) ? colour : undefined)) ?? (protection === 'none' ? undefined : 'red'),
    namespaces: first((rules) => texts(rules['namespaces'])),
    hidden: found.some(({ hidden }) => hidden === true),
  };
}
