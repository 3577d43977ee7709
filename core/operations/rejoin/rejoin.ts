import { fenceSteps } from '../../procedures/fence/fence-steps.ts';
import { isFencedNow } from '../../procedures/fence/is-fenced.ts';
import { removeReaderStep } from '../../procedures/claims/reader-said.ts';
import type { Operation, Plan } from '../../runner/plan.ts';
import type { Step } from '../../runner/step.ts';
import { LOGIN_WARNING } from '../backup/login.ts';
import { latched } from '../in-place/members/latched.ts';
import { dataStep } from './data-step.ts';
import { find, type Found } from './find.ts';
import { followsStep } from './follows-step.ts';
import { noteStep } from './noted.ts';
import { releaseStep } from './release-step.ts';
import { RELEASED, type Rejoining } from './rejoining.ts';
import { backName, jobName } from './run-job.ts';

/**
 * Rejoin: a member whose history went another way, or that lost its way, follows the present primary again. It is fenced while its data are changed, and what it had is kept. Its parameters:
 * {@link ./parameters.ts}.
 */
export const rejoinOperation: Operation = {
  id: 'rejoin',
  title: 'Rejoin',
  plan: async (situation, given) => {
    const { database, id } = situation;
    const { namespace, workload, name } = database;
    const found = await find(situation, given);
    const base = {
      operation: 'rejoin',
      database: { namespace, kind: workload.kind, name: workload.name },
      parameters: given,
      danger: 'typed',
      estimate: undefined,
      rto: { seconds: 0, from: 'the primary goes on accepting writes' },
    } as const;
    if (!('rejoining' in found))
      return {
        ...base,
        title: `Let a member of ${name} follow again`,
        outcome: 'The member follows the present primary.',
        steps: [],
        refusals: found,
        warnings: [],
        rpo: { seconds: 0, from: 'nothing is done' },
      } satisfies Plan;
    const { rejoining, note } = found;
    const { member, primary } = note;
    const { engine } = rejoining;
    return {
      ...base,
      title: `Let ${member} of ${name} follow ${primary} again`,
      outcome: `${member} follows ${primary}; what only ${member} had is kept in its volume, and is no part of the database.`,
      steps: stepsOf(id, found),
      refusals: Object.keys(situation.facts).length === 0 ? found.refusals : [],
      warnings: [
        engine.words.replaceAll('{member}', member),
        `The old data stay in the volume of ${member} until somebody removes them (${engine.kept.replaceAll('{id}', id)}).`,
        ...(found.login === undefined ? [] : [LOGIN_WARNING]),
        ...found.owners.warnings,
      ],
      rpo: { seconds: 0, from: `${primary} keeps all that was acknowledged by it` },
    } satisfies Plan;
  },
};

function stepsOf(id: string, { rejoining, note, pod, login }: Found): readonly Step[] {
  const { namespace } = rejoining.switching;
  const away = `${note.member} was released already.`;
  return [
    noteStep(note),
    ...(pod === undefined ? [fencedStep(rejoining)] : fenceSteps(rejoining.fence, pod, 'released')).map((step) =>
      latched(step, RELEASED, away),
    ),
    ...(login === undefined ? [] : [latched(login.create, RELEASED, away)]),
    dataStep(rejoining, id),
    releaseStep(rejoining),
    followsStep(rejoining),
    removeReaderStep(namespace, jobName(id)),
    { ...removeReaderStep(namespace, backName(id)), id: 'remove-back' },
    ...(login === undefined ? [] : [login.remove]),
  ];
}

/** Somebody else has fenced the member: it must be so, and stays so whatever becomes of this operation until its data are a replica's. */
function fencedStep({ fence }: Rejoining): Step {
  return {
    id: 'is-fenced',
    title: `Make sure that ${fence.pod} is fenced`,
    commands: [`kubectl --namespace ${fence.namespace} get statefulset ${fence.set} --output=yaml`],
    needs: [],
    removesWrites: false,
    deadline: 120,
    observe: (hand) => isFencedNow(hand, fence),
    act: async (hand) => {
      for (let seen = await isFencedNow(hand, fence); seen.state !== 'done'; seen = await isFencedNow(hand, fence)) {
        if (seen.state !== 'partial') throw new Error(seen.evidence);
        hand.tell({ text: seen.evidence });
        await hand.sleep(500);
      }
    },
  };
}
