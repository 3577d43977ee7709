import { changingEngineOf, readsFilesOf } from '../../../engines/changing.ts';
import { changeRule } from '../rule.ts';
import { ordersSet } from './example.ts';
import { imageSource, versions } from './versions.ts';

export const majorUpgrade = changeRule({
  id: 'change/major-upgrade',
  severity: 'error',
  title: 'New version that does not open the data that is there',
  why: `A new image tag looks like any other edit. But PostgreSQL never opens the data directory of another major version; MySQL, MongoDB, Cassandra and Elasticsearch upgrade
theirs only from the version right before. The first member is restarted, does not start, and the rollout stops there; with one member the database is away until somebody
turns the tag back, and where a newer server has already touched the files, even that does not help.`,
  when: `Fires when an engine's version becomes a newer one that does not open the files of the one before, or another engine takes its place that cannot read them. Silent for steps that
the engine does itself, for tags that do not say a version, and for databases that hold nothing.`,
  sources: [
    'https://www.postgresql.org/docs/current/upgrading.html',
    'https://dev.mysql.com/doc/refman/8.4/en/upgrade-paths.html',
    'https://www.mongodb.com/docs/manual/release-notes/8.0-upgrade-replica-set/',
    'https://www.elastic.co/docs/deploy-manage/upgrade',
  ],
  silences: ['change/data-orphaned'],
  exampleBefore: ordersSet(),
  examples: { bad: ordersSet({ image: 'postgres:17.2' }), good: ordersSet({ image: 'postgres:16.6' }) },
  *check(change) {
    const { before, after } = change;
    if (after === undefined || before.cache) return;
    const source = imageSource(after);
    if (before.engine.id !== after.engine.id) {
      const was = { engine: before.engine.id, version: before.version };
      if (readsFilesOf(was, { engine: after.engine.id, version: after.version }) !== false) return;
      yield {
        source,
        message: `${after.engine.name} does not read the files of ${before.engine.name} that are on this volume: it does not start, or starts beside them. Bring the data over by a dump, into a database of its own.`,
      };
      return;
    }
    const both = versions(change);
    const found = both && changingEngineOf(after.engine.id)?.unreadable(...both);
    if (found?.direction !== 'upgrade') return;
    yield { source, message: `${found.what} ${found.way}` };
  },
});
