// Bundles what ships: the language server, the command line and the extension, each one file in dist/.
//   node scripts/build.mjs [--watch] [ENTRY…]     ENTRY: server, cli, extension, core, mover, runner, operation-view (all of them without one)
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build, context } from 'esbuild';
import { ROOT } from './project.mjs';
import { buildSchemas } from './schemas.mjs';
import { WITHOUT_API_CLASSES } from './without-api-classes.mjs';

/** CommonJS libraries inside an ESM bundle ask for Node's own modules with `require`, which ESM does not have. */
const REQUIRE = `import{createRequire as plinthRequire}from'node:module';const require=plinthRequire(import.meta.url);`;

/** @type {Record<string, { entry: string, file: string, options: import('esbuild').BuildOptions }>} */
const BUNDLES = {
  server: {
    entry: 'server/node.ts',
    file: 'dist/server.mjs',
    options: { format: 'esm', banner: { js: REQUIRE } },
  },
  cli: {
    entry: 'cli/main.ts',
    file: 'dist/cli.mjs',
    options: { format: 'esm', banner: { js: `#!/usr/bin/env node\n${REQUIRE}` }, plugins: [WITHOUT_API_CLASSES] },
  },
  extension: {
    entry: 'client/extension.ts',
    file: 'dist/extension.cjs',
    options: { format: 'cjs', external: ['vscode'] },
  },
  // What the extension needs once somebody looks at a cluster: read then, so that activation stays quick.
  core: {
    entry: 'client/cluster/core-bundle.ts',
    file: 'dist/core.cjs',
    options: { format: 'cjs', plugins: [WITHOUT_API_CLASSES] },
  },
  // Runs in the cluster, in any image with Node 22.15 or newer, to which it travels in a ConfigMap.
  mover: {
    entry: 'core/backups/mover/main.ts',
    file: 'dist/mover.cjs',
    options: { format: 'cjs', target: 'node22' },
  },
  // Runs operations in the cluster, in any image with Node 20.19 or newer, to which it travels in the same way.
  runner: {
    entry: 'core/runner-pods/pod/main.ts',
    file: 'dist/runner.cjs',
    options: { format: 'cjs', plugins: [WITHOUT_API_CLASSES] },
  },
  // The script of an operation's page: runs in a webview, where there is no Node.
  'operation-view': {
    entry: 'client/views/operation/page/main.ts',
    file: 'dist/operation-view.js',
    options: { format: 'iife', platform: 'browser', target: 'es2023' },
  },
};

/** @param {string} name */
function optionsFor(name) {
  const { entry, file, options } = BUNDLES[name];
  return /** @type {import('esbuild').BuildOptions} */ ({
    absWorkingDir: ROOT,
    entryPoints: [entry],
    outfile: file,
    bundle: true,
    platform: 'node',
    target: 'node20',
    mainFields: ['module', 'main'],
    minify: true,
    legalComments: 'none',
    // The Node build of yaml asks process.env at every token; the other one is the same but for that.
    alias: { yaml: path.join(ROOT, 'node_modules/yaml/browser/index.js') },
    metafile: true,
    logLevel: 'warning',
    ...options,
  });
}

/**
 * The metafile tells which module weighs what (drop it on esbuild's analyzer); it stays out of the package.
 * @param {string} name
 * @param {import('esbuild').Metafile} metafile
 */
function keep(name, metafile) {
  mkdirSync(path.join(ROOT, 'out/meta'), { recursive: true });
  writeFileSync(path.join(ROOT, `out/meta/${name}.json`), JSON.stringify(metafile));
}

/** @param {string} name */
function size(name) {
  const { file } = BUNDLES[name];
  return `${file} ${Math.round(statSync(path.join(ROOT, file)).size / 1024)} KB`;
}

/** Whoever tries Plinth needs no Python; what is released, and what CI tries, has the schemas. */
function withoutSchemas(error) {
  if (process.env.CI === 'true') throw error;
  console.warn(`${error.message}\nBuilt without them: fields of Kubernetes’ own kinds are not checked or completed.`);
}

/** @param {string[]} names */
async function buildOnce(names) {
  if (names.includes('server')) await buildSchemas().catch(withoutSchemas);
  const started = performance.now();
  await Promise.all(names.map(async (name) => keep(name, (await build(optionsFor(name))).metafile ?? {})));
  console.log(`built ${names.map(size).join(', ')} in ${Math.round(performance.now() - started)} ms`);
}

/** @param {string[]} names */
async function watch(names) {
  for (const name of names) {
    const onEnd = {
      name: 'report',
      setup: (b) => b.onEnd((r) => r.errors.length === 0 && console.log(`built ${size(name)}`)),
    };
    const options = optionsFor(name);
    await (await context({ ...options, plugins: [...(options.plugins ?? []), onEnd] })).watch();
  }
  console.log('watching; Ctrl+C ends it');
}

const { values, positionals } = parseArgs({ options: { watch: { type: 'boolean' } }, allowPositionals: true });
const names = positionals.length > 0 ? positionals : Object.keys(BUNDLES);
const unknown = names.filter((name) => !(name in BUNDLES));
const missing = names.filter((name) => name in BUNDLES && !existsSync(path.join(ROOT, BUNDLES[name].entry)));
if (unknown.length > 0 || missing.length > 0) {
  for (const name of unknown)
    console.error(`build: there is no bundle «${name}»; choose from ${Object.keys(BUNDLES).join(', ')}`);
  for (const name of missing)
    console.error(`build: ${BUNDLES[name].entry} is missing, so ${BUNDLES[name].file} cannot be built`);
  process.exit(1);
}
try {
  await (values.watch ? watch(names) : buildOnce(names));
} catch (error) {
  // esbuild has already printed what is wrong with the code.
  if (!(error instanceof Error && 'errors' in error)) console.error(error);
  process.exit(1);
}
