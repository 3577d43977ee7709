import { listed } from '../inventory/databases/words.ts';
import type { LiveMember } from '../inventory/model.ts';
import type { Check } from './check.ts';
import { areAlike } from './alike.ts';
import { risk, unknown, well } from './finding.ts';

/** Exactly one member accepts writes; of none it is unknown whether it does. Not for members that are all alike. */
export const oneWriter: Check = {
  id: 'one-writer',
  title: 'One member accepts writes',
  of: 'failover',
  look: ({ database: { members, alarms }, server }) => {
    const { engine, context } = server?.model ?? {};
    if (context !== undefined && engine?.live?.singleWriter(context) === false) return [];
    if (areAlike(members)) return [];
    const names = (some: readonly LiveMember[]): string => listed(some.map(({ pod }) => pod.name));
    const writing = members.filter(({ writable }) => writable === true);
    const silent = members.filter((one) => one.writable === undefined || isStale(one));
    const evidence = members.map(({ pod, role, writable }) => `${pod.name}: ${role}, ${WORDS(writable)}`).join('; ');
    if (writing.length > 1 || alarms.length > 0)
      return [
        risk(
          `${names(writing) || 'Two members'} accept writes: with every write their data part further.`,
          alarms[0]?.message ?? evidence,
          'Keep applications away from all but one, decide which one has the data to keep, and fence the others.',
        ),
      ];
    if (silent.length > 0)
      return [
        unknown(
          `Whether ${names(silent)} accepts writes is not known.`,
          silent.map(({ pod, asked, trouble }) => `${pod.name}: ${trouble ?? asked.why ?? 'no answer'}`).join('; '),
          'Let it answer, or end it.',
        ),
      ];
    const [primary] = writing;
    if (primary === undefined)
      return [
        risk(
          'No member accepts writes.',
          evidence || 'there is no member',
          'Bring the primary back; or fail over, if it cannot come back.',
        ),
      ];
    return [well(`${primary.pod.name} alone accepts writes.`, evidence)];
  },
};

/** What it said last is shown on, and is no news: it may stand still, and go on where it was. */
const isStale = ({ asked }: LiveMember): boolean => asked.state === 'failed';

const WORDS = (writable: boolean | undefined): string =>
  writable === undefined ? 'not known whether it accepts writes' : writable ? 'accepts writes' : 'read-only';
