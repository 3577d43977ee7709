import type { Asked, LiveMember } from '../../../core/inventory/model.ts';
import { lagWords } from '../../words/lag.ts';
import { count } from '../../words/count.ts';
import { tooltip } from '../../words/markdown.ts';
import { ago, moment } from '../../words/time.ts';
import { COLOUR, joined } from './item.ts';
import type { Icon, Item } from './item.ts';

const SHAPES: Readonly<Record<LiveMember['role'], string>> = {
  primary: 'star-full',
  replica: 'circle-large-outline',
  member: 'circle-filled',
  arbiter: 'law',
  unknown: 'question',
};

function icon({ role, ready, trouble }: LiveMember, alarmed: boolean, fenced: boolean): Icon {
  if (alarmed) return { name: 'flame', colour: COLOUR.bad };
  if (fenced) return { name: 'debug-disconnect', colour: COLOUR.warning };
  if (trouble === 'Terminating') return { name: 'circle-slash', colour: COLOUR.warning };
  if (trouble !== undefined) return { name: 'error', colour: COLOUR.bad };
  if (!ready) return { name: 'circle-slash', colour: COLOUR.warning };
  return role === 'unknown' ? { name: 'question', colour: COLOUR.faint } : { name: SHAPES[role], colour: COLOUR.good };
}

const BY: Readonly<Record<NonNullable<Asked['by']>, string>> = {
  engine: 'the server itself',
  patroni: 'Patroni',
  operator: 'the operator',
  label: 'a label of the pod',
};

/** How the role was learnt: `said by the server itself, just now`. */
function askedWords({ state, by, why, at }: Asked, now: number): string {
  const said = by === undefined || at === undefined ? '' : `said by ${BY[by]}, ${ago(at, now)}`;
  if (state === 'answered') return said;
  return joined(said, why ?? (state === 'never' ? 'not asked yet' : state));
}

/** A member's role as a word; what nobody knows is `role ?`. */
export const roleWords = ({ role }: LiveMember): string => (role === 'unknown' ? 'role ?' : role);

function lag(member: LiveMember): string | undefined {
  if (member.role !== 'replica') return undefined;
  return joined(lagWords(member.lag), member.streaming === false && 'does not stream');
}

const known = (value: boolean | undefined): string => (value === undefined ? 'unknown' : value ? 'yes' : 'no');

/** A member's row: what its role and its state are, and where it runs. `alarmed`: an alarm of its database names it. `fenced`: it is kept away on purpose. */
export function memberItem(member: LiveMember, now: number, alarmed = false, fenced = false): Item {
  const { pod, ready, trouble, phase, node, zone, restarts, followers } = member;
  const state = trouble ?? (ready ? 'ready' : phase === 'Running' ? 'not ready' : phase.toLowerCase());
  const place = node === undefined ? 'no node' : joined(node, zone);
  const role = roleWords(member);
  return {
    label: pod.name,
    description: joined(fenced && 'fenced', role, lag(member), state, place),
    icon: icon(member, alarmed, fenced),
    tooltip: tooltip(
      pod.name,
      [
        ['Role', joined(role, askedWords(member.asked, now))],
        ['Fenced', fenced ? 'yes: it is kept away until it is unfenced' : undefined],
        ['Accepts writes', known(member.writable)],
        ['Behind its primary', member.role === 'replica' ? lagWords(member.lag).replace('lag ', '') : undefined],
        ['Follows', member.upstream],
        [
          'Followed by',
          followers
            .map((one) =>
              joined(one.name, one.state, one.synchronous === true && 'synchronous', one.lag && lagWords(one.lag)),
            )
            .join('; '),
        ],
        ['Position', member.position],
        ['Version', member.version],
        ['Disk flush', member.flush && `${member.flush.milliseconds} ms (${member.flush.of})`],
        ['State', joined(state, restarts > 0 && count(restarts, 'restart'))],
        ['Started', member.started === undefined ? undefined : moment(member.started)],
        ['Runs on', place],
      ],
      member.remarks,
    ),
    facets: ['member', 'object', member.role, ready ? 'ready' : 'unready'],
    fold: 'leaf',
    spoken: `${pod.name}, ${joined(fenced && 'fenced', role, lag(member), state, place).replaceAll(' · ', ', ')}`,
    opens: 'plinth.openLive',
  };
}
