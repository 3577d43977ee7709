import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** This folder: an npm package of its own, so that the project installs without an editor. */
export const HOST = fileURLToPath(new URL('.', import.meta.url)).replace(/[\\/]$/, '');

/** The project's root. */
export const ROOT = path.resolve(HOST, '../..');

/** What was unpacked or copied once; goes with node_modules. */
export const CACHE = path.join(HOST, 'node_modules/.cache/plinth');

/** VS Code's server inside code-server. */
export const VSCODE = path.join(HOST, 'node_modules/code-server/lib/vscode');
