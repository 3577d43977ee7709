import type { FenceWay } from '../../procedures/fence/fence.ts';
import type { Situation } from '../../runner/plan.ts';
import type { Step } from '../../runner/step.ts';
import { CANDIDATE, LEADER, OTHERS, UPSTREAM, type Switching } from '../switchover/switching.ts';
import type { Rejoining } from './rejoining.ts';

const PRIMARY_AT = 'primaryAt';
const FENCED_BY = 'fencedBefore';
const WAY = 'way';
const CLONES = 'clones';

/** What the journal has of a rejoin that is taken up again. */
export interface Noted extends Pick<Switching, 'upstream'> {
  readonly member: string;
  readonly primary: string;
  readonly others: readonly string[];
  readonly primaryAt: Rejoining['primary'];
  /** It was fenced before this operation: nobody puts it back as it was. */
  readonly wasFenced: boolean;
  readonly way: FenceWay;
  readonly clones: boolean;
}

/** Taken up again: as the journal has it, whoever leads now. Undefined where nothing was noted yet. */
export function noted({ facts }: Pick<Situation, 'facts'>): Noted | undefined {
  const { [LEADER]: member, [CANDIDATE]: primary, [OTHERS]: others } = facts;
  if (typeof member !== 'string' || typeof primary !== 'string') return undefined;
  return {
    member,
    primary,
    others: Array.isArray(others) ? others.filter((one): one is string => typeof one === 'string') : [],
    upstream: facts[UPSTREAM] as unknown as Switching['upstream'],
    primaryAt: facts[PRIMARY_AT] as unknown as Rejoining['primary'],
    wasFenced: facts[FENCED_BY] === true,
    way: facts[WAY] === 'scale' ? 'scale' : 'gate',
    clones: facts[CLONES] === true,
  };
}

/** Writes down who is to follow whom. */
export function noteStep({ member, primary, others, upstream, primaryAt, wasFenced, way, clones }: Noted): Step {
  return {
    id: 'note-roles',
    title: `Note that ${primary} leads and ${member} is to follow it`,
    commands: [],
    needs: [],
    removesWrites: false,
    deadline: 60,
    observe: ({ facts }) =>
      Promise.resolve(
        facts[CANDIDATE] === undefined
          ? { state: 'todo', evidence: 'The journal does not name the roles yet.' }
          : { state: 'done', evidence: `The journal names ${primary} and ${member}.` },
      ),
    act: async (hand) => {
      await hand.keep(LEADER, member);
      await hand.keep(OTHERS, [...others]);
      await hand.keep(UPSTREAM, { ...upstream });
      await hand.keep(PRIMARY_AT, { ...primaryAt });
      await hand.keep(FENCED_BY, wasFenced);
      await hand.keep(WAY, way);
      await hand.keep(CLONES, clones);
      // Last: by it one knows that all is there.
      await hand.keep(CANDIDATE, primary);
    },
  };
}
