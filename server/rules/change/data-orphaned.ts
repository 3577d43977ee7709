import type { Database } from '../../../engines/model/database.ts';
import type { Source } from '../../../engines/model/field.ts';
import { dataLocation, type DataLocation } from '../../changes/data-location.ts';
import { changeRule } from '../rule.ts';
import { holdsData } from '../workload/speaker.ts';
import { ordersSet } from './example.ts';

export const dataOrphaned = changeRule({
  id: 'change/data-orphaned',
  severity: 'error',
  title: 'The database would start empty',
  why: `A claim of a StatefulSet is called after its template, the set and the ordinal; the server writes where its data directory is. Rename the set or the template, move it into another
namespace, change mountPath, subPath or PGDATA, and everything still applies without an error: the pods become Ready, with an empty database. The old data lie on a claim that nobody mounts
any more, until somebody cleans it up.`,
  when: `Fires when the volume, or the place on the volume, where the data lie becomes another one: by a rename of the workload or the claim template, another namespace, claim, mount path, subPath or data
directory. Silent where both together lead to the same files, where the place is not known, and for databases that hold nothing.`,
  sources: [
    'https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-storage',
    'https://hub.docker.com/_/postgres',
  ],
  silences: ['change/immutable-field'],
  whenItRuns: `Leave the names as they are. Where they must change: stop the database, make a claim under the new name that is bound to the old volume (\`volumeName\`, after setting the volume to
\`Retain\` and taking its \`claimRef\` away), or back up, and restore into the new one; compare before the old claim goes.`,
  exampleBefore: ordersSet(),
  examples: {
    bad: ordersSet({ name: 'orders-db' }),
    good: ordersSet({ mountPath: '/data', environment: ['- name: PGDATA', '  value: /data'] }),
  },
  *check({ before, after }) {
    if (after?.engine.id !== before.engine.id || !holdsData(before) || !holdsData(after)) return;
    const [was, is] = [dataLocation(before), dataLocation(after)];
    if (was === undefined || was === 'container' || is === undefined) return;
    if (is !== 'container' && is.volume === was.volume && is.path === was.path) return;
    yield {
      source: placeOf(before, after, was, is),
      message: `${after.engine.name} would start empty: its data lie ${words(was)}, and it would look for them ${words(is)}. ${reasonOf(before, after)}`,
    };
  },
});

const words = (place: DataLocation | 'container'): string =>
  place === 'container'
    ? 'in the container itself, which goes with the pod'
    : `on ${place.volume}${place.path === '' ? '' : `, in ${place.path}`}`;

function reasonOf({ workload: old }: Database, { workload: fresh }: Database): string {
  if (old.namespace !== fresh.namespace) return 'Claims stay in the namespace in which they are.';
  if (old.name !== fresh.name) return `The claims of a StatefulSet bear its name: it was '${old.name ?? ''}'.`;
  return 'The old files stay where they are, and nobody uses them.';
}

/** The line that moves it. */
function placeOf(before: Database, after: Database, was: DataLocation, is: DataLocation | 'container'): Source {
  const { workload, data, container } = after;
  const metadata = workload.root.at('metadata');
  if (before.workload.namespace !== workload.namespace)
    return (metadata.at('namespace').exists ? metadata.at('namespace') : metadata.at('name')).source;
  if (before.workload.name !== workload.name) return metadata.at('name').source;
  if (is !== 'container' && is.volume !== was.volume && data.volume !== undefined) {
    const { field } = data.volume;
    const named = [field.at('metadata', 'name'), field.at('persistentVolumeClaim', 'claimName')];
    return (named.find(({ exists }) => exists) ?? field).source;
  }
  const moved = before.data.directory?.path === data.directory?.path ? undefined : data.directory?.source;
  const mount = data.mount ?? container.mounts.find(({ volumeName }) => volumeName === before.data.mount?.volumeName);
  return moved ?? mount?.field.at('mountPath').source ?? container.field.source;
}
