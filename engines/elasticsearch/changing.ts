import type { ChangingEngine } from '../model/changing.ts';
import { compareVersions } from '../model/compare-versions.ts';

/** From which minor version on the next major one takes over. https://www.elastic.co/docs/deploy-manage/upgrade */
const LAST: ReadonlyMap<number, number> = new Map([
  [6, 8],
  [7, 17],
  [8, 18],
]);

export const changing: ChangingEngine = {
  engine: 'elasticsearch',
  unreadable: (from, to) => {
    if (compareVersions(to, from) < 0)
      return {
        direction: 'downgrade',
        what: `Elasticsearch ${to.text} does not start on the data of ${from.text} («cannot downgrade a node»).`,
        way: 'Keep the version that wrote the data; go back only by restoring a snapshot into a new cluster.',
      };
    const last = LAST.get(from.major);
    const isTooOld = last !== undefined && from.minor !== undefined && from.minor < last;
    if (to.major - from.major > 1 || (to.major > from.major && isTooOld))
      return {
        direction: 'upgrade',
        what: `Elasticsearch ${to.text} does not start on the data of ${from.text}: a new major version takes over from the last minor version of the one before it.`,
        way: `Upgrade to ${String(from.major)}.${String(last ?? 'x')} first, see to what its upgrade assistant names, then go on.`,
      };
    return undefined;
  },
  upgrades: (from, to) =>
    from.major === to.major && from.minor === to.minor
      ? undefined
      : 'The node upgrades its data at the first start; there is no way back but a snapshot from before.',
  firstStartOnly: ({ variant }) => new Set(variant === 'official' ? ['ELASTIC_PASSWORD'] : []),
  firstStartScripts: () => [],
  // «Half or more of the master-eligible nodes» must not go at once: https://www.elastic.co/docs/deploy-manage/maintenance/add-and-remove-elasticsearch-nodes
  keepsVotes: () => true,
  source: 'https://www.elastic.co/docs/deploy-manage/upgrade',
};
