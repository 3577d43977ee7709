import { ClusterTrouble } from '../cluster/trouble.ts';
import type { LiveDatabase } from '../inventory/model.ts';
import { backups } from './backups.ts';
import { busy } from './busy.ts';
import { byName } from './by-name.ts';
import { candidates } from './candidates.ts';
import { capacity } from './capacity.ts';
import type { Check, Examined } from './check.ts';
import { deciders } from './deciders.ts';
import { disruptions } from './disruptions.ts';
import { examine } from './examine.ts';
import { fences } from './fences.ts';
import { unknown, worst, type Finding, type FindingState } from './finding.ts';
import { oneWriter } from './one-writer.ts';
import { ordinal } from './ordinal.ts';
import { owners } from './owners.ts';
import { probes } from './probes.ts';
import { replication } from './replication.ts';
import { rights } from './rights.ts';
import { sameMembers } from './same-members.ts';
import { spread } from './spread.ts';
import { wiring } from './wiring.ts';

/** In the order in which they are shown. */
export const CHECKS: readonly Check[] = [
  oneWriter,
  deciders,
  replication,
  candidates,
  busy,
  ordinal,
  fences,
  wiring,
  owners,
  rights,
  byName,
  sameMembers,
  backups,
  probes,
  capacity,
  disruptions,
  spread,
];

/** What one check found; none where it has nothing to say of this database. */
export interface Examination extends Pick<Check, 'id' | 'title' | 'of'> {
  /** The worst of its findings. */
  readonly state: FindingState;
  readonly findings: readonly Finding[];
}

/** The answer to «would a failover work right now?». */
export interface Diagnosis {
  readonly database: Pick<LiveDatabase, 'namespace' | 'name' | 'engineName' | 'version' | 'flavour'>;
  /** When it was asked, in milliseconds since 1970. */
  readonly at: number;
  /** By the checks `of` failover alone: `well` is yes, `risk` is no, or not as it should. */
  readonly failover: FindingState;
  /** By all checks. */
  readonly all: FindingState;
  readonly examinations: readonly Examination[];
}

/** Looks whether a failover would work right now. Changes nothing. Throws {@link ClusterTrouble} where the workload cannot be read. */
export async function diagnose(
  connection: Examined['connection'],
  database: LiveDatabase,
  now: number,
  signal?: AbortSignal,
): Promise<Diagnosis> {
  const examined = await examine(connection, database, now, signal);
  // Side by side: each waits for the cluster or for members most of its time.
  const all = await Promise.all(CHECKS.map(async (check) => ({ check, findings: await looked(check, examined) })));
  const examinations = all.flatMap(({ check: { id, title, of }, findings }): Examination[] =>
    findings.length === 0 ? [] : [{ id, title, of, state: worst(findings.map(({ state }) => state)), findings }],
  );
  const { namespace, name, engineName, version, flavour } = database;
  const stateOf = (some: readonly Examination[]): FindingState => worst(some.map(({ state }) => state));
  return {
    database: { namespace, name, engineName, version, flavour },
    at: now,
    failover: stateOf(examinations.filter(({ of }) => of === 'failover')),
    all: stateOf(examinations),
    examinations,
  };
}

/** A check that the cluster does not answer knows nothing, and says so. */
async function looked({ look, title }: Check, examined: Examined): Promise<readonly Finding[]> {
  try {
    return await look(examined);
  } catch (error) {
    if (examined.signal?.aborted === true || !(error instanceof ClusterTrouble)) throw error;
    const mend = error.kind === 'forbidden' ? 'Ask an administrator for this right.' : 'Ask again.';
    return [unknown(`«${title}» could not be looked at.`, error.message, mend)];
  }
}
