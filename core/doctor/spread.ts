import { counted, listed } from '../inventory/databases/words.ts';
import type { Check } from './check.ts';
import { risk, unknown, well } from './finding.ts';

/** Members on one node are lost together. */
export const spread: Check = {
  id: 'spread',
  title: 'Members run apart',
  of: 'around',
  look: ({ database: { members }, nodes }) => {
    if (members.length < 2) return [];
    const placed = members.filter(({ node }) => node !== undefined);
    if (placed.length < members.length)
      return [
        unknown(
          'Where every member runs is not known.',
          `${String(placed.length)} of ${counted(members.length, 'member')} have a node`,
          'See why the others have none.',
        ),
      ];
    const primary = members.find(({ writable }) => writable === true);
    const where = members.map(
      ({ pod, node, zone }) => `${pod.name} on ${node ?? ''}${zone === undefined ? '' : ` (${zone})`}`,
    );
    const beside = members.filter((one) => one !== primary && one.node === primary?.node);
    const used = new Set(members.map(({ node }) => node));
    const mend = 'Spread them: podAntiAffinity with topologyKey kubernetes.io/hostname.';
    if (used.size === 1)
      return [
        risk(
          'All members run on one node: they are lost together.',
          where.join(', '),
          nodes?.length === 1 ? 'Add nodes; this cluster has one.' : mend,
        ),
      ];
    if (beside.length > 0)
      return [
        risk(`${listed(beside.map(({ pod }) => pod.name))} and the primary share a node.`, where.join(', '), mend),
      ];
    return [well('The primary shares its node with no other member.', where.join(', '))];
  },
};
