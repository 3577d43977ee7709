import type { Database } from '../../../engines/model/database.ts';
import { databaseRule } from '../rule.ts';
import type { RuleContext } from '../rule.ts';
import { exampleSet } from '../example-set.ts';
import { backupsInSight } from '../backup/in-sight.ts';
import { holdsData, nameOfWorkload, speaksForWorkload } from '../workload/speaker.ts';
import { memberCount, placeOfMembers } from './members.ts';

export const singleInstance = databaseRule({
  id: 'availability/single-instance',
  severity: 'info',
  title: 'One server, and no other that could take over',
  why: `With one instance every restart, drain and lost node is an outage until the pod is up again elsewhere, and a volume that is lost takes with it all that was written
since the last backup. That is often the right choice; it should be a known one. What it means in numbers: the time to recover (RTO) is that of a
restore, the data at risk (RPO) are those since the last backup.`,
  when: `Fires for a database with one member where everything that could set up replication is in sight, and nothing does. Silent for caches and for data meant to be
thrown away.`,
  sources: [
    'https://kubernetes.io/docs/concepts/workloads/pods/disruptions/',
    'https://csrc.nist.gov/glossary/term/recovery_point_objective',
  ],
  examples: {
    bad: exampleSet({ name: 'postgres', image: 'postgres:17' }),
    good: exampleSet({ name: 'mongo', image: 'mongo:7.0', replicas: 3, container: 'args: [--replSet, rs0]' }),
  },
  *check(database, context) {
    const { engine, replication, workload } = database;
    if (memberCount(database) !== 1 || replication.state !== 'none' || !holdsData(database)) return;
    if (!speaksForWorkload(database, context, holdsData) || workload.root.at('spec', 'replicas').unknown) return;
    yield {
      source: placeOfMembers(database),
      message: `${nameOfWorkload(database)} is one ${engine.name} server without a replica: clients wait until it runs again after each restart, and a lost volume costs all that was written since ${lastBackup(database, context)}.`,
      thing: 'members',
    };
  },
});

function lastBackup(database: Database, context: RuleContext): string {
  const [backup] = backupsInSight(database, context);
  return backup === undefined
    ? 'the last backup (none is in sight)'
    : `the last backup (${backup.kind}${backup.name === undefined ? '' : ` '${backup.name}'`})`;
}
