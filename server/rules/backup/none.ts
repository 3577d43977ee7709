import { databaseRule } from '../rule.ts';
import type { Fix, RuleContext } from '../rule.ts';
import type { Database } from '../../../engines/model/database.ts';
import { exampleSet } from '../example-set.ts';
import { holdsData, nameOfWorkload, speaksForWorkload } from '../workload/speaker.ts';
import { exampleJob } from './example-job.ts';
import { hasBackupInSight } from './in-sight.ts';
import { nightlyManifests } from './nightly-job.ts';

const DATABASE = exampleSet({ name: 'orders', image: 'postgres:18' });

export const none = databaseRule({
  id: 'backup/none',
  severity: 'warning',
  title: 'Nothing backs this database up',
  why: `Replicas are no backup: a \`DROP TABLE\`, a bug that writes nonsense, a deleted namespace or a ransom reaches all of them within a second. Nor is the
disk: it dies with its node, its zone, or its claim. What brings the data back then is a copy that was made before, lies elsewhere, and has been restored at least
once to see that it can be.`,
  when: `Fires for a database when nothing in sight copies it: no CronJob that dumps it, no schedule of an operator, Velero, K8up, Longhorn or Kasten, no VolumeSnapshot of
its claim, no wal-g, pgBackRest, Barman or Percona Backup beside it, no log archive that leaves it. Silent for caches and for data that may be thrown away
(\`plinth.dev/ephemeral\`), for servers that by their name only follow another one, and where only a part of the workspace is in sight. A backup that is made elsewhere is said by a suppression with its reason.`,
  sources: [
    'https://www.postgresql.org/docs/current/backup.html',
    'https://dev.mysql.com/doc/refman/8.4/en/backup-and-recovery.html',
    'https://www.mongodb.com/docs/manual/core/backups/',
    'https://about.gitlab.com/blog/postmortem-of-database-outage-of-january-31/',
  ],
  whenItRuns: `A CronJob and a claim of its own can be added at any time; nothing restarts. See to the first run by hand (\`kubectl create job --from=cronjob/NAME
first-backup\`), look at what it wrote, and restore it somewhere once. A claim in the same cluster does not outlive the cluster: copy it off, too.`,
  // Of running databases the inventory and the doctor tell how old the last backup is; who else copies a cluster's volumes cannot be known from there.
  live: 'never',
  examples: { bad: DATABASE, good: `${DATABASE}---\n${exampleJob({})}` },
  *check(database, context) {
    if (context.lookup.partial || !speaksForWorkload(database, context, holdsData)) return;
    if (isCopy(database) || hasBackupInSight(database, context)) return;
    const name = database.workload.root.at('metadata', 'name');
    yield {
      source: name.exists ? name.source : database.workload.root.at('kind').source,
      message: `Nothing in sight backs ${nameOfWorkload(database)} up: what is deleted or overwritten in ${database.engine.name} is gone for good.`,
      thing: 'backup',
      fixes: fixFor(database, context),
    };
  },
});

/** Words in names of servers that only follow another one: whoever backs that one up has their data, too. */
const FOLLOWER = /(?:^|[-_.])(?:replica|slave|follower|standby|secondary|readonly|read)s?(?:$|[-_.]|\d)/u;

function isCopy({ workload, replication }: Database): boolean {
  return FOLLOWER.test(workload.name ?? '') && replication.state !== 'none';
}

function fixFor(database: Database, { lookup }: RuleContext): Fix[] {
  const nightly = nightlyManifests(database, lookup);
  if (nightly === undefined) return [];
  return [
    {
      title: `Dump it every night to a claim of its own: CronJob '${nightly.name}' (only if nothing elsewhere does)`,
      kind: 'careful',
      apply: (editor) => {
        editor.addDocument(database.workload.object, nightly.claim);
        editor.addDocument(database.workload.object, nightly.cronJob);
      },
    },
  ];
}
