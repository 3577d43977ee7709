import { CONFIGURATION_FILE } from '../workspace/configuration.ts';
import { folderOf } from '../workspace/folders.ts';
import type { FileSystem } from './file-system.ts';
import type { InheritedConfiguration } from './loader.ts';

/**
 * The `.plinth.yaml` that holds for a folder without one of its own: the nearest above it in the same repository, so that
 * `plinth lint manifests/` means the same as linting the whole. None outside a repository.
 */
export async function inheritedConfiguration(
  folder: string,
  files: FileSystem,
): Promise<InheritedConfiguration | undefined> {
  let nearest: InheritedConfiguration | undefined;
  for (let at = folder; at !== ''; at = folderOf(at)) {
    const names = (await files.list(at)).map(({ name }) => name);
    if (!nearest && names.includes(CONFIGURATION_FILE)) {
      const bytes = await files.read(`${at}/${CONFIGURATION_FILE}`);
      nearest = { folder: at, text: new TextDecoder().decode(bytes) };
    }
    if (at === folder && nearest) return nearest;
    if (names.includes('.git')) return nearest;
  }
  return undefined;
}
