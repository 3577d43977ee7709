import type { Scale } from '../../procedures/scale/scale-step.ts';
import type { Facts, Step } from '../../runner/step.ts';

/** The facts of the journal under which it stands who comes or goes. */
const MEMBER = 'member';
const PRIMARY = 'primary';
const FROM = 'from';
const TO = 'to';
const CLAIMS = 'claims';
const KEPT = 'kept';

/** What was meant when it was planned first. */
export interface Noted {
  /** The pod that comes or goes. */
  readonly member: string;
  /** Who leads. */
  readonly primary: string;
  /** For how many the set asked, and is to ask. */
  readonly from: Scale;
  readonly to: Scale;
  /** Claims of the member, which nobody deletes. */
  readonly claims: readonly string[];
  /** Names of what the primary keeps: for all replicas before one comes; for the one that goes. */
  readonly kept: readonly string[];
}

/** As the journal has it, whoever leads now. Undefined where nothing was noted yet. */
export function notedOf(facts: Facts): Noted | undefined {
  const { [MEMBER]: member, [PRIMARY]: primary, [FROM]: from, [TO]: to } = facts;
  if (typeof member !== 'string' || typeof primary !== 'string') return undefined;
  return {
    member,
    primary,
    from: from as unknown as Scale,
    to: to as unknown as Scale,
    claims: texts(facts[CLAIMS]),
    kept: texts(facts[KEPT]),
  };
}

const texts = (value: Facts[string] | undefined): readonly string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];

/** Writes it down: by that a later runner knows what was meant. */
export function noteStep({ member, primary, from, to, claims, kept }: Noted): Step {
  return {
    id: 'note-members',
    title: `Note that ${primary} leads, and for how many members the set asks`,
    commands: [],
    needs: [],
    removesWrites: false,
    deadline: 60,
    observe: ({ facts }) =>
      Promise.resolve(
        facts[PRIMARY] === undefined
          ? { state: 'todo', evidence: 'The journal does not name the members yet.' }
          : { state: 'done', evidence: `The journal names ${primary} and ${member}.` },
      ),
    act: async (hand) => {
      await hand.keep(MEMBER, member);
      await hand.keep(FROM, { ...from });
      await hand.keep(TO, { ...to });
      await hand.keep(CLAIMS, [...claims]);
      await hand.keep(KEPT, [...kept]);
      // Last: by it one knows that all is there.
      await hand.keep(PRIMARY, primary);
    },
  };
}
