/** What hangs below a database or a context in a folder of its own. */
export type GroupName = 'storage' | 'services' | 'backups' | 'risks' | 'forwards' | 'orphans' | 'missing';

/** A row of the tree, as data: names alone, so that it always speaks of what is known now. The same row is the same object for as long as it exists. */
export type Element = {
  /** Unique in the tree and stable: selection and unfolding hang on it. */
  readonly id: string;
  /** The context's id. */
  readonly context: string;
} & (
  | { readonly kind: 'context' }
  | { readonly kind: 'notice'; readonly notice: NoticeName }
  | { readonly kind: 'namespace'; readonly namespace: string }
  | { readonly kind: 'alarm'; readonly database: string; readonly key: string }
  | { readonly kind: 'database'; readonly database: string }
  | { readonly kind: 'member'; readonly database: string; readonly key: string }
  | { readonly kind: 'group'; readonly group: GroupName; readonly database?: string; readonly namespace?: string }
  | {
      readonly kind: 'hours' | 'storage' | 'service' | 'backup' | 'kept' | 'risk' | 'forward';
      readonly database: string;
      readonly key: string;
    }
  | { readonly kind: 'orphan' | 'missing'; readonly key: string }
);

/** Sentences that stand in the tree as rows. */
export type NoticeName = 'connecting' | 'closed' | 'trouble' | 'problem' | 'empty' | 'forbidden' | 'filtered';

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;

/** The id of a row: its kind and all names, in their order. */
export function identified(element: WithoutId<Element>): Element {
  const parts = Object.values(element).map((part) => encodeURIComponent(part));
  return { id: parts.join('/'), ...element };
}
