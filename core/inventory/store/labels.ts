import { Field } from '../../../engines/model/field.ts';
import type { StoredObject } from './stored-object.ts';
import { rememberedOf } from './remembered.ts';

/** The labels of an object. */
export const labelsOf = rememberedOf(labelsIn, (object): Readonly<Record<string, string>> =>
  new Field(object).at('metadata', 'labels').stringMap(),
);

/** For {@link rememberedOf}: what depends on an object's labels, name and namespace alone. */
export function labelsIn({ body }: StoredObject): unknown {
  return body.metadata['labels'];
}
