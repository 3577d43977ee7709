/** The way to clusters: contexts, connections to their API, and mirrors of what is in them. */
export { connect, type ConnectOptions } from './connect.ts';
export { readContexts, type ContextSources } from './contexts.ts';
export { whoseKubeconfig, type Place } from './remote.ts';
export { watchContexts } from './watch-contexts.ts';
export { openMirror } from './mirror.ts';
export { type Mirror, type MirrorChange, type MirrorOptions, type MirrorState, type Pace } from './mirror-state.ts';
export { openScope, type Scope, type ScopeOptions } from './scope.ts';
export { type ScopedMirror, type ScopedState } from './scoped-mirror.ts';
export { RESOURCES } from './resources.ts';
export { ClusterTrouble, type TroubleKind } from './trouble.ts';
