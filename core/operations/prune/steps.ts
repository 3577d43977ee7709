import { counted } from '../../inventory/databases/words.ts';
import { cacheStep } from '../../backups/cache-step.ts';
import { readDestination } from '../../backups/destinations.ts';
import { moverConfigMap } from '../../backups/mover-config-map.ts';
import { moverJob } from '../../backups/mover-job.ts';
import type { MoverLine } from '../../backups/mover/lines.ts';
import { EXCHANGE, ROOT } from '../../backups/mover/request.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import { followStep, jobStep } from '../../procedures/jobs/job-steps.ts';
import { moverStep } from '../../procedures/jobs/mover-step.ts';
import { r22LastVerified } from '../../refusals/r22-last-verified.ts';
import type { Hand } from '../../runner/hand.ts';
import type { Situation } from '../../runner/plan.ts';
import type { Step } from '../../runner/step.ts';
import type { BackupTools } from '../backup/backup.ts';
import { chosen } from './choice.ts';
import type { PruneParameters } from './parameters.ts';
import { takeUpRest } from './take-up-rest.ts';

/** The fact with the ids that a person has agreed to. */
export const AGREED = 'agreed';
/** The fact with the ids that go, after the destination itself was read. */
const GOES = 'goes';
const REMOVED = 'removed';

/** From the destination's reading to the removal. The mover looks once more for the last verified backup, and removes each manifest first. */
export async function pruneSteps(
  { mover }: Pick<BackupTools, 'mover'>,
  { connection, database, id, signal, now }: Situation,
  parameters: PruneParameters,
): Promise<readonly Step[]> {
  const { namespace, workload } = database;
  const { destination: called, deadline, moverImage } = parameters;
  const destination = await readDestination(connection, namespace, called, signal);
  const program = await mover();
  const shelf = { namespace, name: workload.name };
  const place = { destination, root: ROOT, exchange: EXCHANGE };
  const [list, prune] = [`plinth-list-${id}`, `plinth-prune-${id}`];
  const own = { namespace, operation: id, database: workload.name, program, image: moverImage, deadline };
  const listing = jobStep(moverJob({ ...own, name: list, request: { do: 'list', ...place, shelf } }), {
    id: 'list-job',
    title: `Look what lies at ${called} now`,
    keep: { [AGREED]: [...(parameters.backups ?? [])] },
  });
  const following = followStep(list, {
    id: 'list',
    title: 'See which of the backups still go',
    verb: 'read',
    deadline: deadline + 60,
    namespace,
    outcome: 'listed',
    fact: GOES,
    read: (lines) => ({ fact: GOES, value: [...stillGoing(lines, parameters, now())] }),
  });
  const removing = jobStep(
    (hand) => moverJob({ ...own, name: prune, request: { do: 'remove', ...place, shelf, ids: idsIn(hand) } }),
    { id: 'remove-job', title: `Remove ${counted(parameters.backups?.length ?? 0, 'backup')} from ${called}` },
    { name: prune, namespace },
  );
  const commands = [
    `create the Job ${namespace}/${prune}`,
    ...(parameters.backups ?? []).map((one) => `remove ${one}`),
  ];
  const removed = followStep(prune, {
    id: 'remove',
    title: 'Wait until they are gone',
    verb: 'removed',
    deadline: deadline + 60,
    namespace,
    outcome: 'removed',
    fact: REMOVED,
  });
  const reading = [RESOURCES.configMaps].map((resource) => ({ verb: 'get', resource, namespace }));
  const first = moverStep(moverConfigMap(namespace, program));
  return [
    { ...first, needs: [...first.needs, ...reading] },
    listing,
    following,
    unlessNone(forGood(takeUpRest(removing, prune, REMOVED), commands)),
    unlessNone(removed),
    cacheStep({ namespace, kind: workload.kind, name: workload.name }, (hand) => ({
      gone: idsIn(hand).map((gone) => ({ id: gone, destination: called })),
    })),
  ];
}

/** Of the agreed ones those that are there and that nothing keeps now. Throws where the list is not whole, and for R22. */
export function stillGoing(lines: readonly MoverLine[], parameters: PruneParameters, now: number): readonly string[] {
  const found = lines.flatMap((line) => ('listedBackup' in line ? [line.listedBackup.backup] : []));
  const listed = lines.flatMap((line) => ('listed' in line ? [line.listed] : [])).at(-1);
  if (listed !== found.length) throw new ClusterTrouble('broken', 'The list of the destination is not whole.');
  const goes = chosen(found, parameters, now).flatMap(({ id, stays }) => (stays ? [] : [id]));
  const [refusal] = r22LastVerified(found, new Set(goes));
  if (refusal !== undefined) throw new ClusterTrouble('broken', `R22: ${refusal.what} ${refusal.evidence}`);
  return goes;
}

const idsIn = ({ facts }: Hand): readonly string[] => (facts[GOES] ?? []) as readonly string[];

/** There is no way back from what the Job does. */
function forGood({ id, title, needs, observe, act, verify = observe }: Step, commands: readonly string[]): Step {
  const risk = 'They cannot be brought back.';
  const acts = { observe, act, verify, pointOfNoReturn: true, removesWrites: false, deadline: 60 } as const;
  return { id, title, commands, needs, risk, ...acts };
}

/** A step that is left out where by now nothing is to go. */
function unlessNone(step: Step): Step {
  return {
    ...step,
    observe: (hand) =>
      idsIn(hand).length > 0 || hand.facts[GOES] === undefined
        ? step.observe(hand)
        : Promise.resolve({ state: 'done', evidence: 'Nothing is to go any more.' }),
  };
}
