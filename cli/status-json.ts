import type { Shown } from './status-text.ts';

/** One context as JSON: the inventory's model (core/inventory/model.ts). What is unknown is null, never 0 and never left out. */
export function contextJson({ context, state, databases, orphans, missing, namespaces }: Shown): unknown {
  const { id, name, file, cluster, server } = context;
  return {
    context: { id, name, file, cluster, server },
    state,
    namespaces,
    databases: [...databases.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
    orphans,
    missing,
  };
}

/** The status of contexts as one JSON document. */
export function formatStatusJson(inventories: readonly Shown[]): string {
  return `${stringify({ contexts: inventories.map(contextJson) }, 2)}\n`;
}

/** One change as one line of JSON. */
export function changeLine(change: unknown): string {
  return `${stringify(change)}\n`;
}

function stringify(value: unknown, indent?: number): string {
  return JSON.stringify(value, (_key, one: unknown) => (one === undefined ? null : one), indent);
}
