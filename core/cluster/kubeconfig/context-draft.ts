import type { ContextEntry, Definition } from './kubeconfig-entries.ts';

/** A context with what it leads to, before it has an id. */
export interface ContextDraft {
  readonly entry: ContextEntry;
  readonly definition: Definition;
  readonly current: boolean;
  /** The file whose context of this name kubectl uses instead. */
  readonly shadowedBy: string | undefined;
  readonly fileProblems: readonly string[];
}
