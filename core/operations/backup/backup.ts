import { dataJob } from '../../backups/job.ts';
import { moverConfigMap } from '../../backups/mover-config-map.ts';
import { followStep, jobStep } from '../../procedures/jobs/job-steps.ts';
import { moverStep } from '../../procedures/jobs/mover-step.ts';
import type { Operation, Plan, Situation } from '../../runner/plan.ts';
import { dumpJob } from './dump-job.ts';
import { backupId, factsForMover, textFact } from './facts.ts';
import { find, type Found } from './find.ts';
import { withPlanning } from './needs.ts';
import { parseBackupParameters, type BackupParameters } from './parameters.ts';
import { estimated, type Past } from './past.ts';
import type { BackupTools } from './tools.ts';
import { warningsOf } from './warnings.ts';

export type { BackupTools } from './tools.ts';

/** Backup: a Job beside the database dumps it and stores it at a destination. Its parameters: {@link BackupParameters}. */
export function backupOperation(tools: BackupTools): Operation {
  return {
    id: 'backup',
    title: 'Back up',
    plan: async (situation, given) => {
      const parameters = parseBackupParameters(given);
      const { database } = situation;
      const name = { namespace: database.namespace, kind: database.workload.kind, name: database.workload.name };
      const found = await find(tools, situation, parameters);
      const refusals = Array.isArray(found) ? found : [];
      const steps = 'source' in found ? await stepsOf(tools, situation, parameters, found) : [];
      const warnings = 'source' in found ? warningsOf(found, parameters) : [];
      return {
        operation: 'backup',
        database: name,
        parameters: given,
        title: `Back up ${database.name}`,
        outcome: `A ${parameters.method} backup of ${database.name} lies at the destination ${parameters.destination}, complete and with checksums. It counts as verified only after a restore test.`,
        danger: 'free',
        steps: withPlanning(steps, database.namespace, parameters.login),
        refusals,
        warnings,
        rpo: { seconds: 0, from: 'a backup only reads' },
        rto: { seconds: 0, from: 'a backup only reads' },
        estimate: 'past' in found ? estimateOf(found.past, parameters, database) : undefined,
      } satisfies Plan;
    },
  };
}

/** By its last run; its size will be about what it was then. */
function estimateOf(past: Past, { method }: BackupParameters, database: Situation['database']): Plan['estimate'] {
  return estimated(past.last('backup', method), past.sizeOf(method), database);
}

async function stepsOf(
  { mover, tool }: BackupTools,
  situation: Situation,
  parameters: BackupParameters,
  found: Found,
): Promise<Plan['steps']> {
  const { member, source, method, facts, login, past } = found;
  const { database, id, now } = situation;
  const { namespace } = database;
  const program = await mover();
  const size = past.sizeOf(method.method);
  // Taken up again, it is the same backup.
  const backup = textFact(situation.facts, 'backup') ?? backupId(now(), id);
  const job = dumpJob(situation, parameters, found, {
    name: `plinth-backup-${id}`,
    backup,
    member: member.name,
    host: member.host,
    port: member.port,
    facts: factsForMover({ ...facts, role: facts['role'] ?? source.role }),
    tool,
    program,
    expected: size,
  });
  return [
    moverStep(moverConfigMap(namespace, program)),
    ...(login === undefined ? [] : [login.create]),
    jobStep(dataJob(job), { title: `Dump ${member.name} to ${parameters.destination}`, keep: { backup } }),
    followStep(job.name, {
      id: 'dump',
      title: `Wait until the backup ${backup} is complete`,
      verb: 'dumped',
      expected: size,
      deadline: parameters.deadline + 60,
      outcome: 'manifest',
      fact: 'manifest',
      namespace,
    }),
    ...(login === undefined ? [] : [login.remove]),
  ];
}
