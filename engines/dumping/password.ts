import type { Container } from '../model/workload.ts';

/** Why a Job cannot get the password: it stands only in a file of the server's container, and a Job inherits variables. */
export function onlyInFile({ environment }: Container, names: readonly string[]): string | undefined {
  const { variables } = environment;
  const file = names.map((name) => `${name}_FILE`).find((name) => variables.has(name));
  if (file === undefined || names.some((name) => variables.has(name))) return undefined;
  return `the password stands in the file that ${file} names, and a Job can only take it from a variable so far`;
}
