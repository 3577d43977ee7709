import type { Colors } from 'picocolors/types';
import type { KubeContext } from '../core/cluster/context.ts';

/** What is to be shown, and how. */
export interface StatusRequest {
  readonly contexts: readonly KubeContext[];
  /** None: all that one may read. */
  readonly namespaces: readonly string[];
  readonly format: 'text' | 'json';
  readonly watch: boolean;
}

/** Where a status goes. */
export interface Screen {
  readonly write: (text: string) => void;
  readonly colors: Colors;
  /** It can be drawn over. */
  readonly terminal: boolean;
  /** Resolves when the person has seen enough. */
  readonly ended: Promise<void>;
}
