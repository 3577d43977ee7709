import type { Database } from '../../../engines/model/database.ts';
import type { Version } from '../../../engines/model/engine.ts';
import type { Source } from '../../../engines/model/field.ts';
import type { DatabaseChange } from '../../changes/database-change.ts';

/** The versions before and after, where both are known and differ. */
export function versions({ before, after }: DatabaseChange): readonly [Version, Version] | undefined {
  const [old, fresh] = [before.version, after?.version];
  if (old === undefined || fresh === undefined || old.text === fresh.text) return undefined;
  return [old, fresh];
}

/** Where the image stands. */
export function imageSource({ container, recognition }: Database): Source {
  return container.image?.source ?? recognition.source;
}
