import type { Field } from '../../../engines/model/field.ts';
import type { Json } from '../../../engines/model/object.ts';
import { fieldOf } from '../../procedures/jobs/pod-words.ts';

/** The Jobs that work beside a new instance, as far as their room is concerned. Their pods run one after the other. */
export interface JobsBeside {
  /** How many there are by the end. */
  readonly count: number;
  /** The pod of the largest. */
  readonly podSpec: Field;
}

/** Jobs whose pods have these containers: by name, with their `requests` and `limits`. */
export function jobsBeside(count: number, containers: Readonly<Record<string, Json>>): JobsBeside {
  const spec: Json = { containers: Object.entries(containers).map(([name, resources]) => ({ name, resources })) };
  return { count, podSpec: fieldOf({ metadata: { name: 'job' }, spec }).at('spec') };
}
