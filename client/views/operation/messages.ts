// What the page of an operation and the extension tell each other. Neither trusts the other: what is not exactly like this is dropped.

/** From the page. `copy` and `export` name what the extension has: the page sends no text to be copied or kept. */
export type PageMessage =
  | { readonly type: 'ready' | 'close' | 'cancel' | 'again' }
  /** `name`: what was typed where the database's name is asked for. */
  | { readonly type: 'resume' | 'roll-back'; readonly name: string }
  | { readonly type: 'run'; readonly name: string; readonly accepted: readonly string[] }
  | { readonly type: 'export'; readonly format: 'markdown' | 'json' }
  | { readonly type: 'copy'; readonly key: string };

/** To the page: sections by their element's id, as HTML; what a screen reader says now; what the page keeps over a restart of the window. */
export interface ShowMessage {
  readonly type: 'show';
  readonly parts: Readonly<Record<string, string>>;
  readonly say: string;
  readonly keep: Kept | null;
}

/** Names an operation, so that its page comes back with the window where it was begun. */
export interface Kept {
  /** The context's id. */
  readonly context: string;
  readonly namespace: string;
  readonly id: string;
  /** Its journal stands in the cluster, or will in a moment. */
  readonly begun: boolean;
}

type Plain = Readonly<Record<string, unknown>>;

const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isText = (value: unknown, most: number): value is string => typeof value === 'string' && value.length <= most;

/** More than any name, or list of accepted refusals, may be long. */
const LONGEST = 300;
const MOST = 50;

/** What the page sent, as plain data; undefined for anything else. */
export function readPageMessage(value: unknown): PageMessage | undefined {
  if (!isPlain(value)) return undefined;
  const { type, name, accepted, format, key } = value;
  switch (type) {
    case 'ready':
    case 'close':
    case 'cancel':
    case 'again':
      return { type };
    case 'resume':
    case 'roll-back':
      return isText(name, LONGEST) ? { type, name } : undefined;
    case 'run': {
      if (!isText(name, LONGEST) || !Array.isArray(accepted) || accepted.length > MOST) return undefined;
      const texts = accepted.filter((one: unknown): one is string => isText(one, LONGEST));
      return texts.length === accepted.length ? { type, name, accepted: texts } : undefined;
    }
    case 'export':
      return format === 'markdown' || format === 'json' ? { type, format } : undefined;
    case 'copy':
      return isText(key, LONGEST) ? { type, key } : undefined;
    default:
      return undefined;
  }
}

/** What the extension sent; undefined for anything else. */
export function readShowMessage(value: unknown): ShowMessage | undefined {
  if (!isPlain(value) || value['type'] !== 'show') return undefined;
  const { parts, say, keep } = value;
  if (!isPlain(parts) || typeof say !== 'string') return undefined;
  if (!Object.values(parts).every((part) => typeof part === 'string')) return undefined;
  const kept = readKept(keep);
  return { type: 'show', parts: parts as Readonly<Record<string, string>>, say, keep: kept ?? null };
}

/** What a page kept; undefined for anything else. */
export function readKept(value: unknown): Kept | undefined {
  if (!isPlain(value)) return undefined;
  const { context, namespace, id, begun } = value;
  const fits = isText(context, 2000) && isText(namespace, LONGEST) && isText(id, LONGEST);
  return fits && typeof begun === 'boolean' ? { context, namespace, id, begun } : undefined;
}
