import type { Database } from '../../../engines/model/database.ts';
import type { ManifestEditor } from '../../edits/index.ts';

/** The directory below the mount, as the image's documentation names it. */
const SUBDIRECTORY = 'pgdata';

/**
 * True for a PostgreSQL whose data directory would be the root of whatever is mounted at `mountPath`: `initdb` refuses a directory
 * that holds `lost+found`.
 * Source: https://github.com/docker-library/docs/blob/master/postgres/README.md#pgdata
 */
export function isMountRoot({ engine, data }: Database, mountPath: string | undefined): boolean {
  const { directory, mount } = data;
  return (
    engine.id === 'postgresql' &&
    directory !== undefined &&
    // An image's own default below the mount is its own affair; a PGDATA that names the mount is not.
    (!directory.ownSubdirectory || directory.source !== undefined) &&
    directory.path === mountPath &&
    mount?.subPath === undefined
  );
}

/** Writes PGDATA as a directory below the mount. Undefined where another place than the container's own `env` says where the data goes. */
export function pgdataBelow(database: Database): ((editor: ManifestEditor) => void) | undefined {
  const { container, data } = database;
  const { directory } = data;
  if (directory === undefined) return undefined;
  const value = `${directory.path}/${SUBDIRECTORY}`;
  const object = container.field.object;
  const environment = container.field.at('env');
  const variable = container.environment.variables.get('PGDATA');
  if (variable !== undefined) {
    const isOwn = variable.from === 'literal' && variable.source.object === object;
    return isOwn ? (editor) => editor.replaceSpan(variable.source, value) : undefined;
  }
  if (directory.source !== undefined || environment.unknown) return undefined;
  const entry = { name: 'PGDATA', value };
  return (editor) => {
    if (environment.items().length > 0) editor.append(object, environment.path, entry);
    else editor.set(object, environment.path, [entry]);
  };
}
