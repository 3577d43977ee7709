import type { Field } from '../../engines/model/field.ts';
import type { Json } from '../../engines/model/object.ts';
import { quote } from '../../engines/probes/quote.ts';

/** A file from which the server's image reads a variable's value, and what brings it into a Job's container too. */
export interface PasswordFile {
  /** Its path as a word of a shell. */
  readonly word: string;
  readonly volume: Json;
  readonly mount: Json;
}

/** Volumes that hold what a Secret holds. What a server's own container wrote somewhere, a Job cannot see. */
const OF_SECRETS = ['secret', 'projected', 'csi'];

/** The file that `<variable>_FILE` names, if a volume of a Secret brings it. Images know such variables: https://github.com/docker-library/docs/blob/master/postgres/content.md#docker-secrets */
export function passwordFile(container: Field, podSpec: Field, variable: string): PasswordFile | undefined {
  const entry = container
    .at('env')
    .items()
    .findLast((one) => one.at('name').string() === `${variable}_FILE`);
  const path = entry?.at('value').string();
  if (path === undefined) return undefined;
  const [mount] = container
    .at('volumeMounts')
    .items()
    .filter((one) => isUnder(path, one.at('mountPath').string() ?? ''))
    .sort((a, b) => (b.at('mountPath').string() ?? '').length - (a.at('mountPath').string() ?? '').length);
  const name = mount?.at('name').string();
  const volume = podSpec
    .at('volumes')
    .items()
    .find((one) => name !== undefined && one.at('name').string() === name);
  if (mount === undefined || volume === undefined || !OF_SECRETS.some((kind) => volume.at(kind).exists))
    return undefined;
  // Names of the Job's own volumes must stay free.
  const own = `login-${name ?? ''}`.slice(0, 63).replace(/-+$/u, '');
  return {
    word: quote(path),
    volume: { ...(volume.value as Readonly<Record<string, Json>>), name: own },
    mount: { ...(mount.value as Readonly<Record<string, Json>>), name: own, readOnly: true },
  };
}

function isUnder(path: string, folder: string): boolean {
  const bare = folder.replace(/\/+$/u, '');
  return bare !== '' && (path === bare || path.startsWith(`${bare}/`));
}
