import type { Container, Workload } from '../../../engines/model/workload.ts';

/** «the container 'postgres' of StatefulSet 'db'», for the middle of a sentence. */
export function containerOfWorkload(container: Container, { kind, name }: Workload): string {
  const whole = name === undefined ? `this ${kind}` : `${kind} '${name}'`;
  return container.name === undefined ? whole : `the container '${container.name}' of ${whole}`;
}
