import type { ContextState, InventoryView } from '../../../core/inventory/model.ts';
import { COLOURS } from '../../preferences/context-rules.ts';
import type { ContextRules } from '../../preferences/context-rules.ts';
import { tooltip } from '../../words/markdown.ts';
import { moment } from '../../words/time.ts';
import { attention } from './health.ts';
import { COLOUR, joined } from './item.ts';
import type { Icon, Item } from './item.ts';
import type { ContextSeen, World } from './world.ts';

/** The server's host and port, as one tells clusters apart; the rest of an address may be anything. */
export function hostOf(server: string | undefined): string | undefined {
  if (server === undefined) return undefined;
  return URL.canParse(server) ? new URL(server).host : 'address cannot be read';
}

const PROTECTED = {
  none: undefined,
  confirm: 'asks before changes',
  'read-only': 'read-only',
} as const satisfies Record<ContextRules['protection'], string | undefined>;

function stateWords(state: ContextState): string {
  switch (state.phase) {
    case 'closed':
      return 'not connected';
    case 'connecting':
      return 'connecting …';
    case 'connected':
      return '';
    case 'lost':
      return 'connection lost';
  }
}

function icon({ state, rules }: ContextSeen): Icon {
  const own = rules.colour && COLOURS[rules.colour];
  const shape = rules.protection === 'none' ? 'server' : 'shield';
  switch (state.phase) {
    case 'closed':
      return { name: shape, colour: own ?? COLOUR.faint };
    case 'connecting':
      return { name: 'loading~spin' };
    case 'connected':
      return own === undefined ? { name: shape } : { name: shape, colour: own };
    case 'lost':
      return { name: 'debug-disconnect', colour: COLOUR.bad };
  }
}

const stateRow = (state: ContextState): string => {
  if (state.phase === 'connected') return `connected to Kubernetes ${state.version}`;
  if (state.phase !== 'lost') return stateWords(state);
  const since = state.since === undefined ? '' : `; what is shown was so at ${moment(state.since)}`;
  return `${state.trouble.message}${since}`;
};

const scopeOf = (view: InventoryView | undefined): string | undefined =>
  view === undefined ? undefined : (view.namespaces?.join(', ') ?? 'all');

/** A context's row. It is unfolded at first where somebody opened it before. */
export function contextItem(seen: ContextSeen, world: World, unfolded: boolean): Item {
  const { context, rules, state, view } = seen;
  const hidden = rules.hidden || world.preferences.isHidden(context.id);
  const linked = world.linked === context.id;
  const guard = PROTECTED[rules.protection];
  const host = hostOf(context.server);
  const problems = attention(view?.databases.values() ?? []);
  return {
    label: context.name,
    description: joined(
      rules.label,
      guard,
      stateWords(state),
      ...problems,
      host ?? 'no cluster',
      context.current && 'current',
      linked && 'used by the linter',
      world.preferences.isPinned({ context: context.id }) && 'pinned',
      hidden && 'hidden',
    ),
    icon: icon(seen),
    tooltip: tooltip(
      context.name,
      [
        ['State', stateRow(state)],
        ['Server', host],
        ['Cluster', context.cluster],
        ['User', joined(context.user, context.credentials)],
        ['Acts as', context.impersonates],
        ['Namespaces', scopeOf(view)],
        ['Protection', guard],
        ['Kubeconfig', `${context.file} (${world.where})`],
      ],
      context.problems,
    ),
    facets: [
      'context',
      state.phase === 'closed' ? 'closed' : 'open',
      linked ? 'linked' : 'unlinked',
      hidden ? 'hidden' : 'visible',
      world.preferences.isPinned({ context: context.id }) ? 'pinned' : 'unpinned',
    ],
    fold: unfolded ? 'unfolded' : 'folded',
    ...(rules.colour === undefined
      ? {}
      : {
          mark: { colour: COLOURS[rules.colour], meaning: joined(rules.label, guard) || 'marked by plinth.contexts' },
        }),
  };
}
