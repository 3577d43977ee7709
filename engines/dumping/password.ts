import type { Container } from '../model/workload.ts';

/** Volumes that hold what a Secret holds: a Job can mount them too. */
const OF_SECRETS: ReadonlySet<string> = new Set(['secret', 'projected', 'csi']);

/** Why a Job cannot get the password: it stands only in a file of the server's container, and no volume of a Secret brings that file. */
export function onlyInFile({ environment, mounts }: Container, names: readonly string[]): string | undefined {
  const { variables } = environment;
  const file = names.map((name) => `${name}_FILE`).find((name) => variables.has(name));
  if (file === undefined || names.some((name) => variables.has(name))) return undefined;
  const path = variables.get(file)?.value ?? '';
  const [mount] = mounts
    .filter((one) => one.path !== undefined && (path === one.path || path.startsWith(`${one.path}/`)))
    .sort((a, b) => (b.path?.length ?? 0) - (a.path?.length ?? 0));
  if (mount?.volume !== undefined && OF_SECRETS.has(mount.volume.kind)) return undefined;
  return `the password stands in the file that ${file} names, and a Job can only get it where a volume of a Secret brings that file`;
}
