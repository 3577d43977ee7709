import type { BackupJob, Database } from '../../../engines/model/database.ts';
import type { Container, Image } from '../../../engines/model/workload.ts';
import { backupRule, databaseRule } from '../rule.ts';
import type { Report } from '../rule.ts';
import { exampleSet } from '../example-set.ts';

const PAGE = {
  id: 'image/floating-tag',
  severity: 'warning',
  title: 'The image tag says no version',
  why: `A tag like \`latest\` is another image tomorrow. The next node that pulls it may get a new major version, which refuses to start on the old data
directory, or converts it so that there is no way back; and it happens when a pod is rescheduled, not when somebody has time. Members of one
database can run different versions without anybody having changed the manifest.`,
  when: `Fires for a database's or backup job's container whose image has no tag, the tag \`latest\`, or a tag without any version
(\`alpine\`, \`stable\`). Silent with a digest, with any number that may be a version, and for templates.`,
  sources: [
    'https://kubernetes.io/docs/concepts/containers/images/#image-names',
    'https://www.postgresql.org/docs/current/upgrading.html',
  ],
  whenItRuns: `Pin what runs, not what is newest: ask the server for its version (\`SELECT version()\`, \`mongod --version\`, \`redis-server --version\`) in every
member, or read the digest from the pod's status (\`kubectl get pod … -o jsonpath='{.status.containerStatuses[*].imageID}'\`).`,
  examples: {
    bad: exampleSet({ name: 'mysql', image: 'mysql:latest' }),
    good: exampleSet({ name: 'mysql', image: 'mysql:8.4.6' }),
  },
} as const;

export const floatingTag = databaseRule({
  ...PAGE,
  *check({ container, engine }: Database) {
    yield* reportsOn(container, `a reschedule may start another major version of ${engine.name} on the same data.`);
  },
});

export const floatingTagOfBackup = backupRule({
  ...PAGE,
  *check({ container }: BackupJob) {
    yield* reportsOn(container, 'a backup may run with other tools from one night to the next.');
  },
});

function* reportsOn({ image, name }: Container, consequence: string): Iterable<Report> {
  if (image === undefined || !floats(image)) return;
  const what = image.tag === undefined ? 'has no tag' : `has the tag '${image.tag}', which says no version`;
  yield {
    source: image.source,
    message: `The image ${image.reference} ${what}: ${consequence}`,
    thing: `image:${name ?? ''}`,
  };
}

/** Numbers that belong to the distribution below: `alpine3.19`, `debian-12`, `ubi9`. */
const DISTRIBUTION = /(?:alpine|debian|ubuntu|ubi|centos|rhel|el|ol)-?\d[\d.]*/gu;

/** True for an image whose tag says no version. */
export function floats({ tag, digest }: Image): boolean {
  if (digest !== undefined) return false;
  return tag === undefined || tag === 'latest' || !/\d/u.test(tag.replaceAll(DISTRIBUTION, ''));
}
