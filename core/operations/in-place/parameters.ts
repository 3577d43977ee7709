import { fitting } from '../../runner/names.ts';
import { BadParameter, type Parameters, type Situation } from '../../runner/plan.ts';
import { parseRestoreParameters, type RestoreParameters } from '../restore/parameters.ts';

/** Longest name that leaves room for the ordinal, and for what Kubernetes adds to it in labels. */
const LONGEST = 52;

/**
 * Reads the parameters of a restore in place: those of a restore to a new instance, with `into: 'place'`. `name`, the new set's, may be left out: it is made of the
 * database's and the operation's id then, so that it stays the same where the operation is taken up again. Throws {@link BadParameter}.
 */
export function parseInPlaceParameters(
  given: Parameters,
  { database, id }: Pick<Situation, 'database' | 'id'>,
): RestoreParameters & { readonly name: string } {
  const { into, ...rest } = given;
  if (into !== 'place') throw new BadParameter('«into» is «place», or is left out for a restore to a new instance.');
  const name = rest['name'] ?? `${fitting(database.workload.name, LONGEST - id.length - 1)}-${id}`;
  const parameters = parseRestoreParameters({ ...rest, name }, true);
  if (parameters.name === database.workload.name)
    throw new BadParameter('«name» is that of the new set: the old one keeps its own, and stays.');
  return { ...parameters, name: parameters.name ?? '' };
}
