import type { BackupJob, Database } from '../../../engines/model/database.ts';
import type { Container, Workload } from '../../../engines/model/workload.ts';
import { withdrawnImage } from '../../../engines/recognition/withdrawn.ts';
import { backupRule, databaseRule } from '../rule.ts';
import type { Report } from '../rule.ts';
import { exampleSet } from '../example-set.ts';

const PAGE = {
  id: 'image/withdrawn',
  severity: 'warning',
  title: 'The image is gone, or nobody renews it',
  why: `A running pod has its image on its node. When it is moved to a node that has not, the pull fails and the database stays away: at the moment of a
drain or a lost node, when it was meant to come back. Where the image is still there but frozen, it carries every hole found since.`,
  when: `Fires for database and backup containers whose image lies where its publisher has taken images away or stopped to renew them: versioned images of
docker.io/bitnami and its archive bitnamilegacy, k8s.gcr.io, gcr.io/google_containers, quay.io/coreos. Silent for mirrors of one's own.`,
  sources: [
    'https://github.com/bitnami/containers/issues/83267',
    'https://kubernetes.io/blog/2023/02/06/k8s-gcr-io-freeze-announcement/',
  ],
  whenItRuns: `Keep a copy of the image that runs in a registry of your own before its node goes. Another publisher's image has another data directory, another user and
other variables: move the data by dump and restore, or try it on a copy of the volume first.`,
  examples: {
    bad: exampleSet({ name: 'postgres', image: 'docker.io/bitnami/postgresql:17.5.0-debian-12-r8' }),
    good: exampleSet({ name: 'postgres', image: 'postgres:17.6' }),
  },
} as const;

export const withdrawn = databaseRule({
  ...PAGE,
  *check({ container, workload }: Database) {
    yield* reportsOn(container, workload);
  },
});

export const withdrawnOfBackup = backupRule({
  ...PAGE,
  *check({ container, workload }: BackupJob) {
    yield* reportsOn(container, workload);
  },
});

function* reportsOn({ image, name }: Container, { object }: Workload): Iterable<Report> {
  const gone = image && withdrawnImage(image);
  if (image === undefined || gone === undefined) return;
  const { replacement } = gone;
  yield {
    source: image.source,
    message: `The image ${image.reference} ${gone.what}: a pod that comes to another node may not start.`,
    thing: `image:${name ?? ''}`,
    fixes:
      replacement === undefined
        ? []
        : [
            {
              title: `Pull ${replacement} (only if that registry has it: look first)`,
              kind: 'careful',
              apply: (editor) => {
                editor.set(object, image.source.path, replacement);
              },
            },
          ],
  };
}
