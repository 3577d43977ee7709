import { createRequire } from 'node:module';
import type { Connection } from '../../core/cluster/connection.ts';
import type { KubeContext, KubeContexts } from '../../core/cluster/context.ts';
import type { dryRunAll } from '../../core/dry-run/dry-run.ts';
import type { diagnose } from '../../core/doctor/doctor.ts';
import type { InventoryView, LiveDatabase } from '../../core/inventory/model.ts';
import type { compare } from '../../core/inventory/drift/compare.ts';
import type { Doors } from '../access/doors.ts';
import type { OperationsCore } from '../operations/core.ts';

/** A context that was opened: the way to its cluster, and what is known of its databases. */
export interface Opened {
  readonly connection: Connection;
  readonly view: InventoryView;
  /** Whether anybody looks: members are asked for their roles only then. Objects are watched all the same. */
  attend(watched: boolean): void;
}

/** The core as far as the clusters of the sidebar need it; tests bring their own. */
export interface Core {
  /** Reads all kubeconfigs anew, those that the user adds among them. */
  contexts(added: readonly string[]): Promise<KubeContexts>;
  /** Calls back when one of these kubeconfigs changes, comes or goes. Ends with what it returns. */
  watch(files: readonly string[], changed: () => void): () => void;
  /** Goes to the cluster. Resolves before anything was answered: how it stands is in the view's state. */
  open(context: KubeContext, namespaces: readonly string[] | undefined): Promise<Opened>;
}

/** All that `dist/core.cjs` holds: what is needed once somebody looks at a cluster, and not before. */
export interface CoreModule {
  readonly core: Core;
  readonly doorsOf: (view: InventoryView, database: LiveDatabase) => Doors;
  readonly compare: typeof compare;
  readonly yamlOf: (object: Readonly<Record<string, unknown>>) => string;
  readonly placeOf: (text: string, path: string) => number;
  /** The files in which kubectl finds contexts by itself. */
  readonly kubeconfigFiles: () => readonly string[];
  readonly operations: OperationsCore;
  /** Whether a failover would work right now. */
  readonly diagnose: typeof diagnose;
  /** What a cluster would say to manifests. */
  readonly dryRunAll: typeof dryRunAll;
}

/** Reads the core's bundle, once. */
export function coreAt(file: string): () => CoreModule {
  let read: CoreModule | undefined;
  return () => (read ??= createRequire(file)(file) as CoreModule);
}
