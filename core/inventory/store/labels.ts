import { Field } from '../../../engines/model/field.ts';
import { remembered } from './remembered.ts';

/** The labels of an object. */
export const labelsOf = remembered((object): Readonly<Record<string, string>> =>
  new Field(object).at('metadata', 'labels').stringMap(),
);
