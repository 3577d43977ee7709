import type { Database } from '../../../engines/model/database.ts';
import type { ManifestEditor } from '../../edits/index.ts';

/** Lets a Deployment end its old pod before it starts the new one. Other kinds, and Deployments that do so already, stay as they are. */
export function recreateStrategy(editor: ManifestEditor, { workload }: Database): void {
  const { object, root, kind } = workload;
  const strategy = root.at('spec', 'strategy');
  const type = strategy.at('type');
  if (kind !== 'Deployment' || strategy.unknown || type.string() === 'Recreate') return;
  if (!strategy.exists || strategy.value === null) {
    editor.insert(object, strategy.path, { type: 'Recreate' }, { before: 'template' });
    return;
  }
  // The API server refuses rolling parameters beside Recreate.
  if (strategy.at('rollingUpdate').exists && type.exists) editor.remove(object, strategy.at('rollingUpdate').path);
  if (type.exists) editor.set(object, type.path, 'Recreate');
  else editor.set(object, strategy.path, { type: 'Recreate' });
}
