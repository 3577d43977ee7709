import { immutableChanges, leftoverSteps, type Immutable } from '../../changes/immutable.ts';
import { changeRule } from '../rule.ts';
import { ordersSet } from './example.ts';

export const immutableField = changeRule({
  id: 'change/immutable-field',
  severity: 'error',
  title: 'The API server refuses this change',
  why: `Some fields are fixed when an object is made: of a StatefulSet all but its replicas, its template and its update strategy; of a claim all but its size;
of a class what new volumes are made by. \`kubectl apply\` then ends with «Forbidden», a GitOps controller tries for ever and applies nothing of what stands beside it, and
whoever is in a hurry deletes the object to make it anew: for a claim that is the data, for a StatefulSet without \`--cascade=orphan\` an outage of the database.`,
  when: `Fires when such a field differs between the two states of the same object: StatefulSet, Deployment or DaemonSet of a database, its claims, its class, its governing Service; and where a
strategy gives up rolling updates, whose steps the API server has filled in. Silent for what the API server itself fills in, for the same quantity written otherwise, and for what a template writes.`,
  sources: [
    'https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/',
    'https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/apis/apps/validation/validation.go',
    'https://kubernetes.io/docs/concepts/storage/storage-classes/',
  ],
  exampleBefore: ordersSet(),
  examples: { bad: ordersSet({ spec: 'podManagementPolicy: Parallel' }), good: ordersSet({ replicas: 2 }) },
  *check({ before, after, isMoved }) {
    if (after === undefined || isMoved) return;
    for (const change of immutableChanges(before, after))
      yield {
        source: change.field.source,
        message: `The API server refuses this: ${nameOf(change)} cannot be changed on ${change.kind} '${change.name ?? ''}' once it exists. ${wayOf(change)}`,
        thing: change.isClaimTemplate ? 'data' : `field:${change.kind}.${change.path.join('.')}`,
      };
    const type = leftoverSteps(before, after);
    if (type !== undefined)
      yield {
        source: type.source,
        message: `\`kubectl apply\` is refused: the API server has filled in rollingUpdate, which it does not allow beside ${type.string() ?? 'this type'}. Write \`rollingUpdate: null\` beside it.`,
        thing: 'strategy',
      };
  },
});

/** The field as people write it, from the spec on. */
function nameOf({ path }: Immutable): string {
  const words = path[0] === 'spec' ? path.slice(1) : path;
  return words.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${String(step)}]` : text === '' ? step : `${text}.${step}`),
    '',
  );
}

function wayOf({ kind, name, isClaimTemplate }: Immutable): string {
  const anew = `\`kubectl delete statefulset ${name ?? ''} --cascade=orphan\` and apply again`;
  switch (kind) {
    case 'StatefulSet':
      return isClaimTemplate
        ? `${anew} takes the pods over; existing claims stay as they are.`
        : `${anew} takes the pods over without ending them.`;
    case 'PersistentVolumeClaim':
      return 'Make a claim under another name, and bring the data over by backup and restore.';
    case 'StorageClass':
      return 'Make a class under another name; volumes that exist keep what they were made with.';
    case 'Service':
      return 'Make it under another name, or delete it and apply again: until then nobody finds the members.';
    default:
      return 'Delete it and apply again: the database is away until then.';
  }
}
