import { Field } from '../../../engines/model/field.ts';
import { FENCED } from '../../procedures/fence/note.ts';
import type { Unit } from './unit.ts';

/** The pod that a fence keeps away, as it is noted on the StatefulSet; undefined where none does. */
export function fencedOf({ object, template }: Pick<Unit, 'object' | 'template'>): string | undefined {
  if (object.kind !== 'StatefulSet') return undefined;
  return new Field(template).at('metadata', 'annotations').stringMap()[FENCED];
}

/** What is said of it beside what is wrong: somebody took the member away on purpose. */
export const fencedRemarks = (pod: string | undefined): readonly string[] =>
  pod === undefined ? [] : [`${pod} is fenced: it is kept away on purpose until it is unfenced.`];
