import type { LiveDatabase } from '../inventory/model.ts';
import type { Refusal } from '../runner/step.ts';

/**
 * R16: no snapshot of a member whose files lie on several volumes: each snapshot would be of another moment, and what one volume says of the other would not be true.
 * `member` is the pod that is read. A volume that may hold anything of the server counts: which files lie where is not known for certain.
 */
export function r16SeveralVolumes({ storage }: Pick<LiveDatabase, 'storage'>, member: string): readonly Refusal[] {
  const claims = storage.flatMap(({ claim, members }) =>
    claim !== undefined && members.includes(member) ? [claim.name] : [],
  );
  if (claims.length === 1) return [];
  return [
    {
      id: 'R16',
      kind: 'mend',
      what:
        claims.length === 0
          ? `No snapshot of ${member}: it has no claim to take one of.`
          : `No snapshot of ${member}: its files lie on several volumes, and there is no group snapshot here.`,
      evidence: claims.length === 0 ? `${member} mounts no claim.` : `${member} mounts ${claims.join(', ')}.`,
      wayOut: 'Take a logical or a physical backup.',
    },
  ];
}
