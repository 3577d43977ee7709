import type { Json } from '../../../engines/model/object.ts';
import type { ApiObject, ObjectName } from '../../cluster/connection.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import type { Hand } from '../../runner/hand.ts';
import type { Refusal, Step } from '../../runner/step.ts';

/** The fact with the CronJob that the step of this id has removed. */
export const removedFact = (id: string): string => (id === 'remove-cron-job' ? 'removed' : `removed-${id}`);

/** The step that removes a CronJob, unless `refusalsOf` says why not; its way back makes it again. */
export function cronJobRemoval(
  place: ObjectName & { readonly namespace: string },
  id: string,
  refusalsOf: (found: ApiObject | undefined) => readonly Refusal[],
): Step {
  const { resource, namespace, name } = place;
  const removed = removedFact(id);
  return {
    id,
    title: `Remove the CronJob ${name}`,
    commands: [`kubectl --namespace ${namespace} delete cronjob ${name}`],
    needs: ['get', 'delete', 'create'].map((verb) => ({ verb, resource, namespace })),
    removesWrites: false,
    deadline: 120,
    observe: async ({ see, signal }) =>
      (await readCronJob(see, place, signal)) === undefined
        ? { state: 'done', evidence: `There is no CronJob ${name}.` }
        : { state: 'todo', evidence: `The CronJob ${name} is there.` },
    preconditions: async ({ see, signal }) => refusalsOf(await readCronJob(see, place, signal)),
    act: async (hand) => {
      const found = await readCronJob(hand.see, place, hand.signal);
      if (found === undefined) return;
      await hand.keep(removed, bare(found));
      const { uid } = found.metadata;
      await hand.remove(place, { propagation: 'Background', ...(uid === undefined ? {} : { uid }) });
    },
    undo: {
      title: `Make the CronJob ${name} again`,
      commands: [`create the CronJob ${namespace}/${name} as the journal keeps it`],
      act: async (hand) => {
        const before = hand.facts[removed];
        if (before !== undefined && (await isGone(hand, place))) await hand.create(before as ApiObject, place);
      },
      verify: async (hand) =>
        hand.facts[removed] !== undefined && (await isGone(hand, place))
          ? { state: 'todo', evidence: `There is no CronJob ${name}.` }
          : { state: 'done', evidence: `The CronJob ${name} is there.` },
    },
  };
}

const isGone = async ({ see, signal }: Hand, place: ObjectName): Promise<boolean> =>
  (await readCronJob(see, place, signal)) === undefined;

/** What is needed to make it again. */
function bare({ metadata, ...object }: ApiObject): Json {
  const { name, namespace, labels, annotations } = metadata;
  const kept = { name, namespace: namespace ?? '', labels: labels ?? {}, annotations: annotations ?? {} };
  return { apiVersion: 'batch/v1', kind: 'CronJob', metadata: kept, spec: object['spec'] ?? {} };
}

/** A CronJob as it stands; undefined where there is none. Throws {@link ClusterTrouble}. */
export async function readCronJob(
  connection: Hand['see'],
  place: ObjectName,
  signal?: AbortSignal,
): Promise<ApiObject | undefined> {
  try {
    return await connection.read(place, signal ? { signal } : {});
  } catch (error) {
    if (error instanceof ClusterTrouble && error.kind === 'missing') return undefined;
    throw error;
  }
}
