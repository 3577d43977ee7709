import type { Situation } from '../../runner/plan.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import type { RestFacts } from '../../../engines/model/stopping.ts';
import type { Database } from '../../../engines/model/database.ts';
import type { Ways } from './find.ts';

/** Where the old primary's data lie. */
export interface OldVolume {
  readonly claim: string;
  readonly database: Database;
}

/**
 * The claim in which the old primary's data lie, if its engine can read there what is lost; undefined where it cannot (`reader=no` in the candidate's facts: the image has no program for it), and where the data are on no claim of its own.
 * Throws {@link ClusterTrouble}.
 */
export async function oldVolume(
  { connection, database, signal }: Situation,
  { server: { model }, engine }: Pick<Ways, 'server' | 'engine'>,
  leader: string,
  candidate: RestFacts | undefined,
): Promise<OldVolume | undefined> {
  const { directory, volume } = model.data;
  if (
    engine.lost === undefined ||
    candidate?.['reader'] === 'no' ||
    directory === undefined ||
    volume?.kind !== 'claim-template'
  )
    return undefined;
  const { namespace } = database;
  const options = signal ? { signal } : {};
  const claim = `${volume.name}-${leader}`;
  try {
    await connection.read({ resource: RESOURCES.claims, namespace, name: claim }, options);
  } catch (error) {
    if (!(error instanceof ClusterTrouble) || !['missing', 'forbidden'].includes(error.kind)) throw error;
    return undefined;
  }
  return { claim, database: model };
}
