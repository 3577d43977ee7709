import type { Source } from '../../engines/model/field.ts';
import { Field } from '../../engines/model/field.ts';
import { ManifestObject, offsetsOf } from '../documents/index.ts';
import type { YamlDocument } from '../documents/index.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Range } from '../documents/range.ts';

/** Where a source stands: its document, and the range from the document's first line. Undefined for what no file holds. */
export function placeOf(
  source: Source,
  workspace: Workspace,
): { readonly document: YamlDocument; readonly range: Range } | undefined {
  const { object } = source;
  if (!(object instanceof ManifestObject)) return undefined;
  const generator = workspace.generatorOf(object);
  // A generated ConfigMap stands in no file: its generator does.
  if (generator) return placeOf(new Field(generator.object, ['configMapGenerator']).source, workspace);
  const [start, end] = offsetsOf(source);
  const { lines } = object.document;
  return { document: object.document, range: { start: lines.positionAt(start), end: lines.positionAt(end) } };
}
