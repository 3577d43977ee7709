import { ClusterTrouble } from '../cluster/trouble.ts';
import { RESOURCES } from '../cluster/resources.ts';
import type { Hand } from '../runner/hand.ts';
import type { DatabaseName } from '../runner/plan.ts';
import type { Step } from '../runner/step.ts';
import {
  cacheObject,
  cachePlace,
  cacheText,
  CACHE_KEY,
  EMPTY_CACHE,
  readCache,
  withChange,
  type BackupCache,
  type GoneBackup,
} from './cache.ts';
import type { KnownBackup } from './known.ts';

/** What an operation has learnt of backups. */
export interface Learnt {
  readonly known?: readonly KnownBackup[];
  readonly gone?: readonly GoneBackup[];
}

/** The fact that says whether it could be noted. */
const NOTED = 'noted';
const ATTEMPTS = 3;

/**
 * The step that notes in the cache what an operation has learnt, by its facts. The destination is the truth, so an operation does not fail where this does: the
 * list is behind then until it is read anew.
 */
export function cacheStep({ namespace, name }: DatabaseName, learnt: (hand: Hand) => Learnt): Step {
  const place = cachePlace(namespace, name);
  return {
    id: 'note',
    title: 'Note it in the list of known backups',
    commands: [`create or patch the ConfigMap ${namespace}/${place.name}`],
    needs: ['get', 'create', 'patch'].map((verb) => ({ verb, resource: RESOURCES.configMaps, namespace })),
    removesWrites: false,
    deadline: 60,
    observe: ({ facts }) =>
      Promise.resolve(
        facts[NOTED] === undefined
          ? { state: 'todo', evidence: 'It is not noted yet.' }
          : { state: 'done', evidence: facts[NOTED] === true ? 'It is noted.' : 'It could not be noted.' },
      ),
    act: async (hand) => {
      const { known = [], gone = [] } = learnt(hand);
      const isNoted = known.length + gone.length === 0 || (await note(hand, { namespace, name }, { known, gone }));
      await hand.keep(NOTED, isNoted);
    },
  };
}

async function note(hand: Hand, where: Pick<DatabaseName, 'namespace' | 'name'>, learnt: Learnt): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    try {
      await write(hand, where, (cache) => withChange(cache, learnt));
      return true;
    } catch (error) {
      hand.signal.throwIfAborted();
      if (!(error instanceof ClusterTrouble)) throw error;
      hand.tell({ text: `The list of known backups could not be changed: ${error.message}` });
      if (attempt === ATTEMPTS) return false;
      await hand.sleep(1_000);
    }
  }
}

async function write(
  hand: Hand,
  { namespace, name }: Pick<DatabaseName, 'namespace' | 'name'>,
  change: (cache: BackupCache) => BackupCache,
): Promise<void> {
  const place = cachePlace(namespace, name);
  const before = await hand.see.read(place, { signal: hand.signal }).catch((error: unknown) => {
    if (error instanceof ClusterTrouble && error.kind === 'missing') return undefined;
    throw error;
  });
  const cache = change((before && readCache(before)) ?? EMPTY_CACHE);
  if (before === undefined) {
    await hand.create(cacheObject(namespace, name, cache), place);
    return;
  }
  const data = before['data'] as Readonly<Record<string, string>> | undefined;
  const text = data?.[CACHE_KEY];
  // What somebody else has noted meanwhile is not written over.
  const test = text === undefined ? [] : [{ op: 'test', path: `/data/${CACHE_KEY}`, value: text } as const];
  const put = { op: 'add', path: '/data', value: { [CACHE_KEY]: cacheText(cache) } } as const;
  await hand.patch(place, [...test, put]);
}
