import type { Database } from '../../../../engines/model/database.ts';
import type { JoiningEngine } from '../../../../engines/model/joining.ts';
import type { Connection } from '../../../cluster/connection.ts';
import { RESOURCES } from '../../../cluster/resources.ts';
import { POD_NAME_LABEL } from '../../../procedures/door/wiring.ts';
import type { Refusal } from '../../../runner/step.ts';
import type { SetStanding } from './set-standing.ts';

const BESIDE = 'Restore to a new instance, and turn the applications to it.';

const refusal = (kind: Refusal['kind'], what: string, evidence: string, wayOut = BESIDE): Refusal => ({
  id: 'R5',
  kind,
  what: `No restore in place of a set: ${what}.`,
  evidence,
  wayOut,
});

/**
 * Why a set with more than one member cannot be restored in place; empty where it can. Its old volumes must stay, whatever becomes of their claims, and its other
 * members must make themselves from the first one.
 */
export async function whyNotWithMembers(
  connection: Pick<Connection, 'may'>,
  model: Database,
  joining: JoiningEngine | undefined,
  standing: SetStanding,
  signal?: AbortSignal,
): Promise<Refusal[]> {
  const refusals: Refusal[] = [];
  const { volumes, lacking, whenDeleted, start, leasesUnseen, door, model: answers } = standing;
  if (joining === undefined)
    refusals.push(refusal('never', 'what its members need beside the data Plinth has not learnt', model.engine.id));
  const why = joining?.whyNotCloning(model.context);
  if (why !== undefined)
    refusals.push(refusal('never', 'its members do not make themselves from the primary, as far as can be seen', why));
  if (lacking.length > 0 || volumes.length === 0)
    refusals.push(
      refusal(
        'mend',
        'not every member has its data on a claim that is bound, so that they would stay',
        lacking.length === 0 ? 'It has no claim templates.' : `${lacking.join('; ')}.`,
      ),
    );
  if (whenDeleted === 'Delete')
    refusals.push(
      refusal(
        'mend',
        'its claims would go with the set',
        'persistentVolumeClaimRetentionPolicy.whenDeleted is Delete.',
        'Set whenDeleted to Retain.',
      ),
    );
  if (start !== 0)
    refusals.push(refusal('mend', 'its first member is not number 0', `spec.ordinals.start is ${String(start)}.`));
  if (door.length === 0)
    refusals.push(
      refusal('mend', 'no Service leads to its primary', 'Nothing can be closed until the restored one is proven.'),
    );
  const first = `${model.workload.root.at('metadata', 'name').string() ?? ''}-0`;
  const bound = standing.services.find(
    ({ name, selector }) => door.includes(name) && (selector[POD_NAME_LABEL] ?? first) !== first,
  );
  if (bound !== undefined)
    refusals.push(
      refusal(
        'mend',
        'a Service leads to another member by its name, and the restored one is the first',
        `${bound.name} selects ${bound.selector[POD_NAME_LABEL] ?? ''}.`,
        `Switch over to ${first} first.`,
      ),
    );
  if (answers === undefined)
    refusals.push(
      refusal(
        'mend',
        'no member answers, and what a member needs beside the data is read from one',
        'Its settings and who may replicate stand on the members alone.',
        `Bring a member back that answers. ${BESIDE}`,
      ),
    );
  if (leasesUnseen)
    refusals.push(
      refusal(
        'mend',
        'whether a Lease names one of its members cannot be seen',
        'Leases may not be listed: a restored first member might wait for a primary that is gone.',
        'Have somebody do it who may list and patch Leases.',
      ),
    );
  const unseen = volumes.some(({ policy }) => policy === undefined);
  const may = await connection.may({ verb: 'patch', resource: RESOURCES.volumes }, signal ? { signal } : {});
  if (unseen || !may.allowed)
    refusals.push(
      refusal(
        'mend',
        'its old volumes cannot be made to stay when their claims go',
        `PersistentVolumes may not be ${unseen ? 'read' : 'patched'}${may.reason === undefined || may.reason === '' ? '' : ` (${may.reason})`}.`,
        'Have somebody do it who may get and patch PersistentVolumes.',
      ),
    );
  return refusals;
}
