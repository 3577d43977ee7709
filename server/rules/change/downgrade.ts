import { changingEngineOf } from '../../../engines/changing.ts';
import { changeRule } from '../rule.ts';
import { ordersSet } from './example.ts';
import { imageSource, versions } from './versions.ts';

export const downgrade = changeRule({
  id: 'change/downgrade',
  severity: 'error',
  title: 'Older version on the data of a newer one',
  why: `An upgrade changes the files, and no older server is made to open them: it refuses to start, or worse, starts and misreads what it does not know. Reverting the commit that
changed the tag is therefore no way back once the newer server has run.`,
  when: `Fires when an engine's version becomes an older one that does not open the files of the newer one. Silent within a series where the makers allow it, and where a tag does not say a version.`,
  sources: [
    'https://www.postgresql.org/docs/current/upgrading.html',
    'https://dev.mysql.com/doc/refman/8.4/en/downgrading.html',
    'https://mariadb.com/kb/en/downgrading-between-major-versions-of-mariadb/',
    'https://github.com/redis/redis/blob/7.4/src/rdb.h',
  ],
  silences: ['change/data-orphaned'],
  exampleBefore: ordersSet({ image: 'postgres:17.4' }),
  examples: { bad: ordersSet({ image: 'postgres:16.6' }), good: ordersSet({ image: 'postgres:17.2' }) },
  *check(change) {
    const { before, after } = change;
    if (after?.engine.id !== before.engine.id || before.cache) return;
    const both = versions(change);
    const found = both && changingEngineOf(after.engine.id)?.unreadable(...both);
    if (found?.direction !== 'downgrade') return;
    yield { source: imageSource(after), message: `${found.what} ${found.way}` };
  },
});
