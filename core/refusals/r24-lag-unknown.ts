import type { LiveMember } from '../inventory/model.ts';
import type { Check } from './refusal.ts';

/** R24, typed: a replica of which nobody knows how far it is behind. Unknown is not zero. */
export const r24LagUnknown: Check = ({ database }) => {
  const unknown = database.members.filter(isUnknown);
  if (unknown.length === 0) return [];
  return [
    {
      id: 'R24',
      kind: 'typed',
      what: `How far ${unknown.map(({ pod }) => pod.name).join(' and ')} ${unknown.length > 1 ? 'are' : 'is'} behind is not known.`,
      evidence: unknown.map(words).join('; '),
      wayOut: 'Wait until it streams and says its lag; or accept by typing that it may lack rows.',
    },
  ];
};

function isUnknown({ role, streaming, lag }: LiveMember): boolean {
  if (role === 'unknown') return true;
  if (role !== 'replica') return false;
  return streaming === undefined || (lag?.bytes === undefined && lag?.seconds === undefined);
}

function words({ pod, role, streaming, asked }: LiveMember): string {
  const why = asked.why ?? (asked.state === 'answered' ? 'nobody says its lag' : asked.state);
  const state =
    role === 'unknown' ? 'its role is not known' : streaming === undefined ? 'not known to stream' : 'lag unknown';
  return `${pod.name}: ${state} (${why})`;
}
