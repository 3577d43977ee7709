import type { TroubleKind } from '../../../core/cluster/trouble.ts';
import { count } from '../../words/count.ts';
import { literal } from '../../words/markdown.ts';
import { filterWords } from '../../preferences/filter.ts';
import type { NoticeName } from './element.ts';
import { COLOUR } from './item.ts';
import type { Item } from './item.ts';
import type { ContextSeen, World } from './world.ts';

const TROUBLE: Readonly<Partial<Record<TroubleKind, string>>> = {
  unreachable: 'The cluster cannot be reached',
  unauthenticated: 'The cluster does not know you',
  forbidden: 'You may not read this cluster',
  credentials: 'The credentials cannot be had',
  certificate: 'The certificate is refused',
  timeout: 'The cluster does not answer in time',
};

const scope = ({ view }: ContextSeen): string => {
  const names = view?.namespaces;
  if (names === undefined) return 'in all namespaces';
  return names.length === 1 ? `in the namespace ${names[0] ?? ''}` : `in ${names.join(', ')}`;
};

/** A sentence in the tree, under a context. */
export function noticeItem(notice: NoticeName, seen: ContextSeen, world: World): Item {
  const leaf = { fold: 'leaf' } as const;
  switch (notice) {
    case 'connecting':
      return { ...leaf, label: 'Connecting …', icon: { name: 'loading~spin' }, facets: ['notice'] };
    case 'closed':
      return {
        ...leaf,
        label: 'Not connected',
        description: 'press Enter to connect',
        icon: { name: 'plug' },
        facets: ['notice', 'closed'],
        opens: 'plinth.connect',
      };
    case 'trouble': {
      const trouble = seen.state.phase === 'lost' ? seen.state.trouble : { kind: 'broken' as const, message: '' };
      return {
        ...leaf,
        label: TROUBLE[trouble.kind] ?? 'The cluster answers with an error',
        description: trouble.message,
        tooltip: literal(trouble.message),
        icon: { name: 'error', colour: COLOUR.bad },
        facets: ['notice', 'trouble'],
      };
    }
    case 'problem':
      return {
        ...leaf,
        label: 'The kubeconfig is incomplete',
        description: seen.context.problems[0] ?? '',
        tooltip: seen.context.problems.map(literal).join('\n\n'),
        icon: { name: 'error', colour: COLOUR.bad },
        facets: ['notice', 'trouble'],
      };
    case 'empty':
      return {
        ...leaf,
        label: 'No databases found',
        description: `looked ${scope(seen)}`,
        tooltip: literal(
          `No workload ${scope(seen)} runs a database that Plinth recognises. Other namespaces are chosen with «Choose Namespaces …».`,
        ),
        icon: { name: 'info' },
        facets: ['notice', 'empty'],
      };
    case 'forbidden':
      return {
        ...leaf,
        label: 'You may not look for databases here',
        description: 'what to ask your administrator for',
        tooltip: (seen.view?.missing ?? [])
          .map(({ right, consequence }) => literal(`${right}: ${consequence}`))
          .join('\n\n'),
        icon: { name: 'lock', colour: COLOUR.warning },
        facets: ['notice', 'forbidden'],
        opens: 'plinth.showRights',
      };
    case 'filtered': {
      const all = seen.view?.databases.size ?? 0;
      return {
        ...leaf,
        label: `${count(all, 'database')} here, none shown`,
        description: `filter ${filterWords(world.preferences.filter) || 'or hidden'}`,
        icon: { name: 'filter' },
        facets: ['notice', 'filtered'],
      };
    }
  }
}
