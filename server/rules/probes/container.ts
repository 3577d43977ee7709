import type { Database } from '../../../engines/model/database.ts';
import type { Source } from '../../../engines/model/field.ts';
import type { ProbeKey } from './probe.ts';

/** The place that stands for the database's container: its name. */
export function containerPlace({ container }: Database): Source {
  const name = container.field.at('name');
  return name.exists ? name.source : container.field.source;
}

/** «PostgreSQL (container 'postgres')», for the beginning of a sentence. */
export function containerPhrase({ engine, container }: Database): string {
  return container.name === undefined ? engine.name : `${engine.name} (container '${container.name}')`;
}

/** True when the database certainly has no such probe and should have one: a Job's server ends with its job. */
export function lacks({ container, workload }: Database, key: ProbeKey): boolean {
  return workload.kind !== 'Job' && workload.kind !== 'CronJob' && container.field.at(key).absent;
}
