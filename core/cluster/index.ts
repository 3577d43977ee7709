/** The way to clusters: contexts, connections to their API, and mirrors of what is in them. */
export { connect, type ConnectOptions } from './connect.ts';
export { readContexts, type ContextSources } from './kubeconfig/contexts.ts';
export { whoseKubeconfig, type Place } from './kubeconfig/remote.ts';
export { openMirror } from './mirrors/mirror.ts';
export {
  type Mirror,
  type MirrorChange,
  type MirrorOptions,
  type MirrorState,
  type Pace,
} from './mirrors/mirror-state.ts';
export { openScope, type Scope, type ScopeOptions } from './mirrors/scope.ts';
export { type ScopedMirror, type ScopedState } from './mirrors/scoped-mirror.ts';
export { RESOURCES } from './resources.ts';
export { ClusterTrouble, type TroubleKind } from './trouble.ts';
