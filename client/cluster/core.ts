import { createRequire } from 'node:module';
import type { Connection } from '../../core/cluster/connection.ts';
import type { KubeContext, KubeContexts } from '../../core/cluster/context.ts';
import type { InventoryView } from '../../core/inventory/model.ts';

/** A context that was opened: the way to its cluster, and what is known of its databases. */
export interface Opened {
  readonly connection: Connection;
  readonly view: InventoryView;
}

/** The core as far as the clusters of the sidebar need it; tests bring their own. */
export interface Core {
  /** Reads all kubeconfigs anew, those that the user adds among them. */
  contexts(added: readonly string[]): Promise<KubeContexts>;
  /** Calls back when a kubeconfig changes, comes or goes. Ends with what it returns. */
  watch(added: readonly string[], changed: () => void): () => void;
  /** Goes to the cluster. Resolves before anything was answered: how it stands is in the view's state. */
  open(context: KubeContext, namespaces: readonly string[] | undefined): Promise<Opened>;
}

/** What `dist/core.cjs` offers. Types only: the code is read when a cluster is first looked at. */
export type CoreModule = typeof import('./core-bundle.ts');

/** Reads the core's bundle, once; it holds most of what the extension has to say to a cluster, and none of it is needed before. */
export function coreAt(file: string): () => CoreModule {
  let read: CoreModule | undefined;
  return () => (read ??= createRequire(file)(file) as CoreModule);
}
