import type { ChangingEngine } from '../model/changing.ts';

/**
 * A node upgrades from one major version to the next; SSTables of an older one are rewritten (`nodetool upgradesstables`) before the one after that, and are never written back.
 * https://cassandra.apache.org/doc/latest/cassandra/managing/operating/upgrading.html, https://github.com/apache/cassandra/blob/trunk/NEWS.txt
 */
export const changing: ChangingEngine = {
  engine: 'cassandra',
  unreadable: (from, to) => {
    if (to.major < from.major)
      return {
        direction: 'downgrade',
        what: `Cassandra ${to.text} does not read the SSTables and the commit log of ${from.text}: the node does not start.`,
        way: 'Keep the version that wrote the data; go back only by a snapshot from before.',
      };
    if (to.major - from.major > 1)
      return {
        direction: 'upgrade',
        what: `Cassandra ${to.text} does not read the SSTables of ${from.text}: an upgrade goes through every major version in between.`,
        way: 'Go major version by major version, with nodetool upgradesstables in between.',
      };
    return undefined;
  },
  upgrades: (from, to) =>
    from.major === to.major
      ? undefined
      : 'One node after the other, then nodetool upgradesstables; there is no way back but a snapshot.',
  firstStartOnly: () => new Set(),
  firstStartScripts: () => [],
  keepsVotes: () => false,
  source: 'https://cassandra.apache.org/doc/latest/cassandra/managing/operating/upgrading.html',
};
