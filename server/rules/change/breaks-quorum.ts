import { changingEngineOf } from '../../../engines/changing.ts';
import { changeRule } from '../rule.ts';
import { cartsSet } from './example.ts';

export const breaksQuorum = changeRule({
  id: 'change/breaks-quorum',
  severity: 'error',
  title: 'Fewer members left than a majority of those that vote',
  why: `Members that vote know each other by name. Scaling a StatefulSet in takes pods away, not votes: when fewer than a majority of the old members are left, nobody can be elected, and the database takes no
writes although members run. It comes back only when enough of the old members do, or by a forced reconfiguration that may lose writes.`,
  when: `Fires when a replica set of MongoDB, an Elasticsearch cluster, or Sentinels beside their Redis, go down to fewer members than a majority of what they were. Silent for 0 (that is a stop: all keep
their votes and their data) and where the number is a template's.`,
  sources: [
    'https://www.mongodb.com/docs/manual/tutorial/remove-replica-set-member/',
    'https://www.elastic.co/docs/deploy-manage/maintenance/add-and-remove-elasticsearch-nodes',
    'https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/',
  ],
  exampleBefore: cartsSet(3),
  examples: { bad: cartsSet(1), good: cartsSet(5) },
  *check({ before, after, isMoved }) {
    if (after === undefined || isMoved) return;
    const [old, fresh] = [before.members.count, after.members.count];
    if (old === undefined || fresh === undefined || fresh === 0 || fresh >= old) return;
    if (changingEngineOf(before.engine.id)?.keepsVotes(before.replication) !== true) return;
    const majority = Math.floor(old / 2) + 1;
    if (fresh >= majority) return;
    yield {
      source: after.members.source,
      message: `${String(fresh)} of ${String(old)} members are no majority: those that go keep their votes, nobody can be elected, and ${after.engine.name} takes no writes. Take one after the other out of the cluster itself first, then scale.`,
      thing: 'members',
    };
  },
});
