import type { KubeContext } from '../../../core/cluster/context.ts';
import type { ContextState, InventoryView, LiveDatabase } from '../../../core/inventory/model.ts';
import type { OperationId } from '../../../core/runner/plan.ts';
import type { LiveFinding } from '../../../server/protocol/messages.ts';
import type { ContextRules } from '../../preferences/context-rules.ts';
import type { Preferences } from '../../preferences/preferences.ts';

/** A context as the tree sees it: a new object whenever anything about it, or a preference, has changed. */
export interface ContextSeen {
  readonly context: KubeContext;
  readonly rules: ContextRules;
  readonly state: ContextState;
  /** Undefined where nothing was ever known. */
  readonly view: InventoryView | undefined;
}

/** What the rules say of a live database. `unknown`: they did not run yet, or cannot; why says so. */
export type RisksSeen =
  | { readonly state: 'unknown'; readonly why: string | undefined }
  | { readonly state: 'known'; readonly findings: readonly LiveFinding[] };

/** A local port that leads to a member. */
export interface ForwardSeen {
  readonly context: string;
  readonly database: string;
  readonly pod: string;
  /** The port of the pod. */
  readonly to: number;
  /** The port on 127.0.0.1. */
  readonly port: number;
}

/** All that the tree shows. */
export interface World {
  readonly contexts: readonly ContextSeen[];
  readonly preferences: Preferences;
  /** The id of the context whose facts the linter takes. */
  readonly linked: string | undefined;
  /** Whose kubeconfig it is: «on this machine», «in WSL». */
  readonly where: string;
  risks(context: string, database: LiveDatabase): RisksSeen;
  forwards(context: string, database: string): readonly ForwardSeen[];
  /** Operations that a menu offers for it. */
  offers(database: LiveDatabase): readonly OperationId[];
  /** Milliseconds since 1970. */
  now(): number;
}
