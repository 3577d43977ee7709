/** What may be done in a context. `read-only`: nothing that can change data. `confirm`: its name must be typed first. */
export type Protection = 'none' | 'confirm' | 'read-only';

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

const STRICTNESS: readonly Protection[] = ['none', 'confirm', 'read-only'];

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `*` stands for any run of characters and `?` for one; names of contexts may hold slashes and colons. */
export function matches(pattern: string, name: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 'su').test(name);
}

/** An unknown word protects: a slip in the setting must not open a production cluster. */
function protectionOf(value: unknown): Protection {
  if (value === undefined) return 'none';
  return STRICTNESS.find((one) => one === value) ?? 'read-only';
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
  const found = isObject(setting)
    ? Object.entries(setting).flatMap(([pattern, rules]) => (matches(pattern, name) && isObject(rules) ? [rules] : []))
    : [];
  const first = <T>(read: (rules: Readonly<Record<string, unknown>>) => T | undefined): T | undefined => {
    for (const rules of found) {
      const value = read(rules);
      if (value !== undefined) return value;
    }
    return undefined;
  };
  const strictness = Math.max(0, ...found.map((rules) => STRICTNESS.indexOf(protectionOf(rules['protection']))));
  const protection = STRICTNESS[strictness] ?? 'read-only';
  return {
    protection,
    label: first((rules) => text(rules['label'])),
    colour:
      first(({ colour }) => (isColour(colour) ? colour : undefined)) ?? (protection === 'none' ? undefined : 'red'),
    namespaces: first((rules) => texts(rules['namespaces'])),
    hidden: found.some(({ hidden }) => hidden === true),
  };
}
