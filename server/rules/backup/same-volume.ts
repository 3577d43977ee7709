import { dumpsOf } from '../../../engines/dumping/dumps.ts';
import { landingOf } from '../../../engines/dumping/landing.ts';
import { buildModel } from '../../../engines/model/builder.ts';
import type { Database } from '../../../engines/model/database.ts';
import type { ObjectLookup } from '../../../engines/model/lookup.ts';
import type { KubeObject } from '../../../engines/model/object.ts';
import { recognise } from '../../../engines/recognise.ts';
import { backupRule } from '../rule.ts';
import { exampleSet } from '../example-set.ts';
import { isDataClaimName } from '../storage/claim-names.ts';
import { nameOfWorkload } from '../workload/speaker.ts';
import { exampleJob } from './example-job.ts';
import { keepOnClaim } from './keep-on-claim.ts';

const database = `${exampleSet({
  name: 'orders',
  image: 'postgres:18',
  container: 'volumeMounts:\n  - name: data\n    mountPath: /var/lib/postgresql',
})}  volumeClaimTemplates:
    - metadata:
        name: data
      spec:
        accessModes:
          - ReadWriteOnce
        resources:
          requests:
            storage: 20Gi
---
`;

const onClaim = (claim: string) =>
  exampleJob({ pod: `volumes:\n  - name: backup\n    persistentVolumeClaim:\n      claimName: ${claim}` });

export const sameVolume = backupRule({
  id: 'backup/same-volume',
  severity: 'error',
  title: 'The dump lies on the disk that it is to replace',
  why: `A backup on the database's own volume is lost with it: when the disk fails, when the claim is deleted, when somebody encrypts what is on it. Before that it eats the room that
the database needs, and a full data volume stops the database. And a claim that only one node can mount lets the job start only where the database runs.`,
  when: `Fires when a dump is written to a claim that a database in sight has its data on. Silent for claims of which no database is in sight.`,
  sources: [
    'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes',
    'https://www.postgresql.org/docs/current/backup.html',
  ],
  whenItRuns: `Make the new claim first, run the job once by hand, and look at what it wrote. Then move the old dumps over, and only then remove them from the data volume: files of
the database lie beside them.`,
  examples: { bad: database + onClaim('data-orders-0'), good: database + onClaim('orders-backup') },
  *check(job, { lookup }) {
    for (const dump of dumpsOf(job.workload.pod)) {
      const landing = landingOf(dump);
      const claimName = landing.kind === 'kept' ? landing.mount.volume?.claimName : undefined;
      const owner = claimName === undefined ? undefined : ownerOf(claimName, job.workload.object, lookup);
      if (landing.kind !== 'kept' || owner === undefined || dump.output.kind !== 'file') continue;
      yield {
        source: dump.output.path.source,
        message: `The dump is written to the claim '${claimName ?? ''}', on which ${nameOfWorkload(owner)} has its data: what destroys the data destroys the backup.`,
        thing: `output:${dump.step.step.words[0]?.start ?? 0}`,
        related: landing.mount.volume ? [{ source: landing.mount.volume.field.source, message: 'The volume' }] : [],
        fixes: keepOnClaim(job, dump, landing, lookup),
      };
    }
  },
});

/** The database that has its data on a claim of that name. */
function ownerOf(claimName: string, near: KubeObject, lookup: ObjectLookup): Database | undefined {
  const users = [...lookup.mountingClaim(near, claimName), ...setsOf(claimName, near, lookup)];
  return users
    .flatMap((object) => buildModel(object, lookup, { recognise }, [])?.databases ?? [])
    .find((database_) => isDataClaimName(database_, claimName));
}

/** `data-orders-db-0` is of the template `data` of `orders-db`, or of `data-orders` of `db`. */
function setsOf(claimName: string, near: KubeObject, lookup: ObjectLookup): KubeObject[] {
  const words = claimName.replace(/-\d+$/u, '').split('-');
  if (words.length < 2 || !/-\d+$/u.test(claimName)) return [];
  return words.slice(1).flatMap((_, index) => lookup.named('StatefulSet', near, words.slice(index + 1).join('-')));
}
