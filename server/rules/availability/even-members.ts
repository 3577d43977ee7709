import type { Database } from '../../../engines/model/database.ts';
import type { Voting } from '../../../engines/model/voting.ts';
import { databaseRule } from '../rule.ts';
import type { RuleContext } from '../rule.ts';
import { exampleSet } from '../example-set.ts';
import { nameOfWorkload } from '../workload/speaker.ts';
import { placeOfMembers, severalMembers } from './members.ts';

export const evenMembers = databaseRule({
  id: 'availability/even-members',
  severity: 'warning',
  title: 'An even number of voters',
  why: `Members that vote need more than half of all votes. Four tolerate the loss of one, as three do; two tolerate none, so two are worse than one: either of them
stops the database when it is gone. And where a network splits in the middle, neither half of an even number has a majority.`,
  when: `Fires when a MongoDB replica set, a Galera cluster, a replication group, Sentinels beside their servers or master-eligible nodes of Elasticsearch before version 7
have an even number of members. Silent where an arbiter (garbd, for Galera) or another workload of the same group is in sight, and for engines that see to it
themselves.`,
  sources: [
    'https://www.mongodb.com/docs/manual/core/replica-set-architectures/#deploy-an-odd-number-of-members',
    'https://galeracluster.com/library/documentation/weighted-quorum.html',
    'https://dev.mysql.com/doc/refman/8.4/en/group-replication-fault-tolerance.html',
  ],
  // Arbiters out of sight have a vote.
  live: ['StatefulSet', 'Deployment'],
  whenItRuns: `Scale up by one, wait until the new member has its data, and add it to the group where that does not happen by itself (\`rs.add\` for MongoDB without an operator or
sidecar). A member more costs a volume; a voter without data (an arbiter, garbd) costs little, but for MongoDB it weakens \`w: majority\`.`,
  examples: { bad: example(2), good: example(3) },
  *check(database, context) {
    const count = severalMembers(database, context);
    const { engine, replication, workload } = database;
    const voting = engine.voting?.(database.context, replication);
    if (count === undefined || count % 2 !== 0 || voting === undefined || voting.evensOut) return;
    if (count > (voting.most ?? Infinity) || hasOthers(database, voting, context)) return;
    const replicas = workload.root.at('spec', 'replicas');
    const lost = count / 2 - 1;
    const tolerated =
      lost === 0 ? 'of none: each of them stops the database when it is gone' : `of ${lost}, as ${count - 1} would`;
    yield {
      source: placeOfMembers(database),
      message: `${count} ${voting.voters} of ${nameOfWorkload(database)} tolerate the loss ${tolerated}.`,
      thing: 'members',
      fixes: [
        {
          title: `Make it ${count + 1} members (only where a new one joins)`,
          kind: 'careful',
          apply: (editor) => {
            editor.set(replicas.object, replicas.path, count + 1);
          },
        },
      ],
    };
  },
});

/** Another workload in sight votes, too, or may: an arbiter, or one that names the same group. */
function hasOthers({ workload }: Database, { group, tieBreaker }: Voting, { lookup }: RuleContext): boolean {
  const others = ['StatefulSet', 'Deployment', 'Pod'].flatMap((kind) => lookup.all(kind, workload.object));
  return others.some(({ body }) => {
    const text = JSON.stringify(body);
    const words = group === undefined ? [] : text.split(/[^\w-]+/u);
    return tieBreaker?.test(text) === true || (group !== undefined && words.includes(group));
  });
}

function example(replicas: number): string {
  return exampleSet({ name: 'mongo', image: 'mongo:7.0', replicas, container: 'args: [--replSet, rs0]' });
}
