import path from 'node:path';
import { ROOT } from './project.mjs';

/**
 * Of Kubernetes' client, the reading of credentials and proxies is used; its generated classes, three quarters of a bundle, are not. They
 * are asked for by `makeApiClient` alone, which nobody here calls.
 * @type {import('esbuild').Plugin}
 */
export const WITHOUT_API_CLASSES = {
  name: 'without-api-classes',
  setup(build) {
    const dist = path.join(ROOT, 'node_modules/@kubernetes/client-node/dist');
    build.onResolve({ filter: /^@kubernetes\/client-node$/ }, () => ({ path: path.join(dist, 'config.js') }));
    build.onResolve({ filter: /^\.\/gen\/index\.js$/ }, ({ importer }) =>
      importer === path.join(dist, 'config.js') ? { path: 'gen', namespace: 'without-api-classes' } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: 'without-api-classes' }, () => ({
      contents: 'export const createConfiguration = undefined, ServerConfiguration = undefined;',
    }));
  },
};
