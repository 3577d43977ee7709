import type { Json } from '../../../engines/model/object.ts';
import type { ApiObject, ObjectName, PatchOperation } from '../../cluster/connection.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import { removeOwn } from './object-step.ts';
import type { Hand } from '../../runner/hand.ts';
import { MANAGED_BY, OPERATION_LABEL } from '../../runner/names.ts';
import type { Observation, Step } from '../../runner/step.ts';

/** The fact with what was there before; `null` where nothing was. Where an operation has several such steps, each has its own. */
const beforeOf = (id: string): string => (id === 'cron-job' ? 'before' : `before-${id}`);

/** What of a CronJob is changed, and put back. */
interface Kept {
  readonly spec: Json;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** The step that makes the CronJob, or changes the one that there is into it. Its way back removes it, or puts back what was there. */
export function cronJobStep(object: ApiObject, title: string, id = 'cron-job'): Step {
  const before = beforeOf(id);
  const { name, namespace } = object.metadata;
  const place = { resource: RESOURCES.cronJobs, namespace, name };
  const own = (verb: string) => ({ verb, resource: RESOURCES.cronJobs, ...(namespace ? { namespace } : {}) });
  return {
    id,
    title,
    commands: [`create or patch the CronJob ${namespace ?? ''}/${name}`],
    needs: ['get', 'create', 'patch', 'delete'].map(own),
    removesWrites: false,
    deadline: 60,
    observe: (hand) => observe(hand, place),
    act: async (hand) => {
      const found = await read(hand, place);
      const isOwn = found !== undefined && keptOf(found).labels[OPERATION_LABEL] === hand.id;
      if (hand.facts[before] === undefined && !isOwn)
        await hand.keep(before, found === undefined ? null : (keptOf(found) as unknown as Json));
      if (found === undefined) await hand.create(object, place);
      else await hand.patch(place, changes(keptOf(object), hand.id));
    },
    undo: {
      title: `Put the CronJob ${name} back as it was`,
      commands: [`kubectl --namespace ${namespace ?? ''} delete cronjob ${name}, where there was none before`],
      act: async (hand) => {
        const was = hand.facts[before] as Kept | null | undefined;
        if (was === undefined) return;
        if (was === null) await removeOwn(hand, place);
        else if ((await read(hand, place)) !== undefined)
          await hand.patch(place, changes(was, was.labels[OPERATION_LABEL] ?? ''));
      },
      verify: async (hand) => {
        const found = await read(hand, place);
        return found !== undefined && keptOf(found).labels[OPERATION_LABEL] === hand.id
          ? { state: 'todo', evidence: `The CronJob ${name} is still this operation's.` }
          : { state: 'done', evidence: `The CronJob ${name} is as it was, or gone.` };
      },
    },
  };
}

async function observe(hand: Hand, place: ObjectName): Promise<Observation> {
  const found = await read(hand, place);
  if (found === undefined) return { state: 'todo', evidence: `There is no CronJob ${place.name}.` };
  const { labels } = keptOf(found);
  if (labels[OPERATION_LABEL] === hand.id)
    return { state: 'done', evidence: `The CronJob ${place.name} is as it is wanted.` };
  const isOurs = Object.entries(MANAGED_BY).every(([key, value]) => labels[key] === value);
  return isOurs
    ? { state: 'todo', evidence: `The CronJob ${place.name} is there with another schedule.` }
    : { state: 'impossible', evidence: `There is a CronJob ${place.name} that Plinth has not made.` };
}

function changes({ spec, labels, annotations }: Kept, operation: string): PatchOperation[] {
  const put = (map: 'labels' | 'annotations', key: string, value: string): PatchOperation => ({
    op: 'add',
    path: `/metadata/${map}/${key.replaceAll('/', '~1')}`,
    value,
  });
  return [
    { op: 'add', path: '/spec', value: spec },
    ...Object.entries({ ...labels, [OPERATION_LABEL]: operation }).map(([key, value]) => put('labels', key, value)),
    ...Object.entries(annotations).map(([key, value]) => put('annotations', key, value)),
  ];
}

function keptOf(object: ApiObject): Kept {
  const { labels = {}, annotations = {} } = object.metadata as Partial<Kept>;
  const own = Object.entries(annotations).filter(([key]) => key.startsWith('plinth.dev/') && !key.endsWith('/epoch'));
  return { spec: object['spec'] ?? {}, labels, annotations: Object.fromEntries(own) };
}

async function read({ see, signal }: Hand, place: ObjectName): Promise<ApiObject | undefined> {
  try {
    return await see.read(place, { signal });
  } catch (error) {
    if (error instanceof ClusterTrouble && error.kind === 'missing') return undefined;
    throw error;
  }
}
