import { endOf } from '../../../engines/model/lifecycle.ts';
import { databaseRule } from '../rule.ts';
import { exampleSet } from '../example-set.ts';

export const unsupportedVersion = databaseRule({
  id: 'image/unsupported-version',
  severity: 'warning',
  title: 'The version is past its end of life',
  why: `Holes and bugs that corrupt data are not mended any more, and images of such a version are not built again, so that those of the system below stay
open as well. The further behind a database is, the more steps lie between it and a version that is cared for: many engines upgrade only one
major version at a time.`,
  when: `Fires when the image's tag names a version whose end the makers have announced for a day that has passed; the message says the day. Silent
for tags that leave it open (\`mysql:8\`), and for images of which Plinth does not know what their tags mean.`,
  sources: [
    'https://www.postgresql.org/support/versioning/',
    'https://www.oracle.com/us/support/library/lifetime-support-technology-069183.pdf',
    'https://mariadb.org/about/#maintenance-policy',
    'https://www.mongodb.com/legal/support-policy/lifecycles',
    'https://endoflife.date/redis',
  ],
  whenItRuns: `Upgrading is work of its own: take a backup and restore it somewhere, read the notes of every version in between, and try it on a copy. Never change
only the tag to a newer major version.`,
  examples: {
    bad: exampleSet({ name: 'postgres', image: 'postgres:11.7' }),
    good: exampleSet({ name: 'postgres', image: 'postgres:17.6' }),
  },
  *check({ engine, version, recognition, container }) {
    const { image } = container;
    if (version === undefined || engine.lifecycle === undefined || image === undefined) return;
    const end = recognition.certainty === 'certain' ? endOf(version, engine.lifecycle) : undefined;
    if (end === undefined) return;
    yield {
      source: image.source,
      message: `${engine.name} ${version.text} has been past its end of life since ${end}: holes and bugs in it are not mended any more.`,
      thing: `image:${container.name ?? ''}`,
    };
  },
});
