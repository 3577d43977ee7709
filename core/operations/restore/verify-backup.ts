import { dataJob } from '../../backups/job.ts';
import { EXCHANGE, ROOT } from '../../backups/mover/request.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import { followStep, jobStep } from '../../procedures/jobs/job-steps.ts';
import type { Operation } from '../../runner/plan.ts';
import type { Step } from '../../runner/step.ts';
import type { BackupTools } from '../backup/backup.ts';
import { checkStep, type Checked } from './check-step.ts';
import { ownSecretPlaces } from './own-secret.ts';
import { removeStep } from './remove-step.ts';
import { parseRestoreParameters } from './parameters.ts';
import type { Restoring } from './restoring-model.ts';
import { moverJob, restoreSteps } from './steps.ts';
import { findRestoring } from './restoring.ts';
import { unlessUnfit } from './unfit.ts';

/**
 * Restore test: a backup is read back into a throw-away instance, which is checked and removed. It ends `done` also where the backup turns out to be bad: the
 * test has done its work then, `facts.outcome.outcome` is `failed`, and so says the verification at the destination. So it does, but for the verification, where
 * the backup is not complete or of a newer major version ({@link ./unfit.UNFIT}). It fails where there is no such backup, or one of another method: then
 * nothing was tested. Its parameters: {@link ./restore-parameters.RestoreParameters}.
 */
export function verifyBackupOperation(tools: BackupTools): Operation {
  return {
    id: 'verify-backup',
    title: 'Test a backup',
    plan: async (situation, given) => {
      const parameters = parseRestoreParameters(given, false);
      const { database } = situation;
      const found = await findRestoring(tools, situation, parameters, `plinth-verify-${situation.id}`, true);
      return {
        operation: 'verify-backup',
        database: { namespace: database.namespace, kind: database.workload.kind, name: database.workload.name },
        parameters: given,
        title: `Test the backup ${parameters.backup} of ${database.name}`,
        outcome: 'The backup was read back into an instance of its own and checked; what was found lies beside it.',
        danger: 'free',
        steps: Array.isArray(found) ? [] : verifySteps(found, tools.tool),
        refusals: Array.isArray(found) ? found : [],
        warnings: Array.isArray(found) ? [] : found.warnings,
        rpo: { seconds: 0, from: 'the database is not touched' },
        rto: { seconds: 0, from: 'the database is not touched' },
        estimate: Array.isArray(found) ? undefined : found.estimate,
      };
    },
  };
}

/** The fact that the outcome was written. */
const ATTESTED = 'attested';

function verifySteps(restoring: Restoring, tool: string): Step[] {
  const { id, namespace, name, server, source, destination, parameters, beside, check } = restoring;
  const { container, port, engine } = server.model;
  const attest = `plinth-attest-${id}`;
  const target = { namespace, pod: `${name}-0`, container: container.name ?? '' };
  const place = (resource: (typeof RESOURCES)[keyof typeof RESOURCES], of: string) => ({
    resource,
    namespace,
    name: of,
  });
  const testing = [
    ...restoreSteps(restoring),
    checkStep(target, check, port ?? engine.clientPort.value, restoring.asking),
    ...[
      jobStep(
        (hand) => {
          const checked = hand.facts['outcome'] as unknown as Checked;
          const verification = { schema: 1, backup: parameters.backup, ...checked, tool } as const;
          const shelf = { namespace, name: source };
          const request = { do: 'attest', destination, root: ROOT, exchange: EXCHANGE, shelf, verification } as const;
          return dataJob(moverJob(restoring, attest, request));
        },
        { id: 'attest-job', title: 'Write the verification beside the backup' },
        { name: attest, namespace },
      ),
      followStep(attest, {
        id: 'attest',
        title: 'Wait until the verification is written',
        verb: 'written',
        deadline: 600,
        namespace,
        outcome: ATTESTED,
        fact: ATTESTED,
      }),
    ].map(unlessUnfit),
  ];
  return [
    ...testing.map(unlessTested),
    removeStep([
      place(RESOURCES.statefulSets, name),
      place(RESOURCES.services, name),
      ...['list', 'restore', 'attest'].map((what) => place(RESOURCES.jobs, `plinth-${what}-${id}`)),
      ...beside.claims.map(({ metadata }) => place(RESOURCES.claims, metadata.name)),
      ...ownSecretPlaces(beside.secret),
    ]),
  ];
}

/** A step that is left out once the outcome lies beside the backup: whoever takes the operation up while it cleans up makes nothing again. */
function unlessTested(step: Step): Step {
  if (step.always === true) return step;
  return {
    ...step,
    observe: (hand) =>
      hand.facts[ATTESTED] === undefined
        ? step.observe(hand)
        : Promise.resolve({ state: 'done', evidence: 'The backup was tested, and what was found lies beside it.' }),
  };
}
