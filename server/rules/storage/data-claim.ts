import type { Database } from '../../../engines/model/database.ts';
import type { Field } from '../../../engines/model/field.ts';
import type { Claim, Volume } from '../../../engines/model/workload.ts';
import { misplacedMount } from './misplaced-mount.ts';

/**
 * The volume that holds the data, or is meant to: the one at the data directory; else the claim that was mounted in the wrong place; else,
 * where nobody can tell the directory, the only claim that the container mounts.
 */
export function dataVolume(database: Database): Volume | undefined {
  const { directory, volume, elsewhere } = database.data;
  if (volume !== undefined) return volume;
  if (directory?.certain === true) return misplacedMount(database)?.mount.volume;
  return elsewhere.length === 1 ? elsewhere[0]?.volume : undefined;
}

/** The claim (or claim template) of the data, with the volume through which the pod uses it; undefined where none is in sight. */
export function dataClaim(
  database: Database,
): { readonly volume: Volume; readonly claim: Claim; readonly title: string } | undefined {
  const volume = dataVolume(database);
  if (volume?.claim === undefined || volume.kind === 'ephemeral') return undefined;
  return { volume, claim: volume.claim, title: titleOfClaim(volume.claim) };
}

/** `claim 'data'` or `claim template 'data'`, as messages say it. */
export function titleOfClaim({ form, name }: Claim): string {
  const what = form === 'template' ? 'claim template' : 'claim';
  return name === undefined ? `the ${what}` : `${what} '${name}'`;
}

/** Where to point for something that a claim lacks: its `spec`, or the claim itself. */
export function specOf({ spec, field }: Claim): Field {
  return spec.exists ? spec : field;
}
