// Lets a script use the project's TypeScript once the packages are installed.
import { pathToFileURL } from 'node:url';
import { at } from './project.mjs';

/** Imports a TypeScript module by its path below the project's root. */
export async function typescript(file) {
  const { register } = await import('tsx/esm/api');
  const unregister = register();
  try {
    return await import(pathToFileURL(at(file)).href);
  } finally {
    await unregister();
  }
}
