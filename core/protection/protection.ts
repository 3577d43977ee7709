/** What may be done in a context. `read-only`: nothing that can change data. `confirm`: its name must be typed first. */
export type Protection = 'none' | 'confirm' | 'read-only';

const STRICTNESS: readonly Protection[] = ['none', 'confirm', 'read-only'];

/** What is said of contexts: by pattern of their names, maps that may hold `protection`. Comes from people, as plain data. */
export type ContextSetting = unknown;

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

/** What a setting says of the context with this name: the maps of all patterns that match, in its order. */
export function saidOf(setting: ContextSetting, name: string): readonly Readonly<Record<string, unknown>>[] {
  if (!isObject(setting)) return [];
  return Object.entries(setting).flatMap(([pattern, said]) => (matches(pattern, name) && isObject(said) ? [said] : []));
}

/** An unknown word protects: a slip in the setting must not open a production cluster. */
function protectionOf(value: unknown): Protection {
  if (value === undefined) return 'none';
  return STRICTNESS.find((one) => one === value) ?? 'read-only';
}

/** The strictest protection that a setting gives the context with this name. */
export function protectionIn(setting: ContextSetting, name: string): Protection {
  return strictest(saidOf(setting, name).map(({ protection }) => protectionOf(protection)));
}

/** The strictest of several; `none` of none. */
export function strictest(protections: readonly Protection[]): Protection {
  return STRICTNESS[Math.max(0, ...protections.map((one) => STRICTNESS.indexOf(one)))] ?? 'read-only';
}
