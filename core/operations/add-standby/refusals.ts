import { counted } from '../../inventory/databases/words.ts';
import type { Field } from '../../../engines/model/field.ts';
import { readQuantity } from '../../../engines/model/quantity.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import {
  limitRangeFindings,
  podRoomWarnings,
  readNodes,
  requestsOf,
  storageRoomFindings,
  together,
  type Findings,
} from '../../preflight/index.ts';
import { fieldOf } from '../../procedures/jobs/pod-words.ts';
import {
  r15FencedMember,
  r18OwnedReplicas,
  r1OperatorOwned,
  r26PrimaryByOrdinal,
  r3TwoWriters,
  refusalsOf,
} from '../../refusals/index.ts';
import { isTrouble } from '../../runner/patience.ts';
import type { Situation } from '../../runner/plan.ts';
import type { Refusal } from '../../runner/step.ts';
import { unable, type Led, type StandbySet } from '../standby/standby-set.ts';

/** What keeps the set from asking for one more, whoever leads. Throws {@link ../../cluster/trouble.ClusterTrouble}. */
export async function setFindings(situation: Situation, set: StandbySet, claims: readonly string[]): Promise<Findings> {
  const { connection, database, signal } = situation;
  const { body, membership, server, name } = set;
  const isPatroni = database.flavour === 'patroni';
  const seen = { connection, database, workload: body, ...(signal ? { signal } : {}) };
  const byAnybody = isPatroni ? [] : [r1OperatorOwned, r26PrimaryByOrdinal];
  const refusals = [
    ...(await refusalsOf([...byAnybody, r15FencedMember, r3TwoWriters, r18OwnedReplicas], seen)),
    ...(isPatroni ? [] : notCloning(name.set, membership.whyNotCloning(server.model.context))),
    ...(await leftClaims(situation, claims)),
    ...away(situation, set),
  ];
  return together([{ refusals, warnings: [] }, await room(situation, body)]);
}

/** A member that does not copy the primary would begin a database of its own. */
const notCloning = (set: string, why: string | undefined): Refusal[] =>
  why === undefined
    ? []
    : [
        unable(
          'That a new member copies the primary and follows it cannot be seen: it may begin an empty database of its own.',
          `${set}: ${why}`,
          'Let the set’s own scripts copy the primary into an empty volume (examples/topologies).',
        ),
      ];

/** The new member would start on what a former one of its name has left, and its server takes that for its data. */
async function leftClaims({ connection, database, signal }: Situation, claims: readonly string[]): Promise<Refusal[]> {
  const { namespace } = database;
  const found: Refusal[] = [];
  for (const name of claims) {
    try {
      const claim = await connection.read({ resource: RESOURCES.claims, namespace, name }, signal ? { signal } : {});
      const made = fieldOf(claim).at('metadata', 'creationTimestamp').string();
      found.push({
        id: 'R30',
        kind: 'mend',
        what: `The claim ${name} of a former member is still there: the new one would start on its old data.`,
        evidence: `${name}${made === undefined ? '' : `, made at ${made}`}, volume ${fieldOf(claim).at('spec', 'volumeName').string() ?? 'none'}`,
        wayOut: `Look what it holds, keep a copy of what you need, and remove it yourself: kubectl --namespace ${namespace} delete persistentvolumeclaim ${name}`,
      });
    } catch (error) {
      if (!isTrouble(error, 'missing')) throw error;
    }
  }
  return found;
}

/** A set whose members come in order makes no new one before all others are Ready. */
function away({ database }: Situation, { scale }: StandbySet): Refusal[] {
  const reasons = database.members.flatMap(({ pod, role, streaming, ready }) =>
    !ready
      ? [`${pod.name} is not Ready`]
      : role === 'replica' && streaming === false
        ? [`${pod.name} receives no changes`]
        : [],
  );
  if (database.members.length < scale.replicas)
    reasons.push(`${String(database.members.length)} of ${counted(scale.replicas, 'pod')} are there`);
  if (reasons.length === 0) return [];
  return [
    {
      id: 'R15',
      kind: 'mend',
      what: 'A member is away: it is to be back before another one comes.',
      evidence: reasons.join('; '),
      wayOut: 'Wait until all are back, or mend them: plinth doctor.',
    },
  ];
}

/** Whether there is room for its volumes and its pod. */
async function room({ connection, database, signal }: Situation, body: StandbySet['body']): Promise<Findings> {
  const spec = fieldOf(body).at('spec');
  const pod = spec.at('template', 'spec');
  const templates = spec.at('volumeClaimTemplates').items();
  const sizes = templates.map(sizeOf);
  const nodes = await readNodes(connection, signal);
  return together([
    ...(await Promise.all(
      templates.map((one, index) =>
        storageRoomFindings(
          connection,
          { storageClass: one.at('spec', 'storageClassName').string(), size: sizes[index] ?? 0 },
          signal,
        ),
      ),
    )),
    await limitRangeFindings(connection, database.namespace, { pods: [pod], claims: sizes }, signal),
    { refusals: [], warnings: await podRoomWarnings(connection, nodes, requestsOf(pod), 1, signal) },
  ]);
}

const sizeOf = (template: Field): number => {
  const size = template.at('spec', 'resources', 'requests', 'storage');
  return readQuantity(size.string() ?? size.number()) ?? 0;
};

/** What the primary has against one more. */
export const primaryRefusals = ({ membership }: StandbySet, { facts }: Led): Refusal[] =>
  membership.cannotJoin(facts).map(({ what, evidence, wayOut }) => unable(what, evidence, wayOut));
