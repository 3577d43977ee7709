// npm start: installs what is missing, builds, and opens an editor with Plinth on examples/.
//   npm start -- [--port N] [--no-open] [--browser] [--cluster] [FOLDER]     --browser: the packaged VS Code even where `code` is there;
//   --cluster: with a practice cluster that runs the databases of examples/topologies
import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { run, runNode, start } from './children.mjs';
import { installHost, installProject } from './install.mjs';
import { progress } from './progress.mjs';
import { at, requireNode, ROOT } from './project.mjs';
import { typescript } from './typescript.mjs';

const WINDOWS = process.platform === 'win32';

const TRY_FIRST = `
Try first:
  1. Open a file below «risky». What puts data at risk is underlined; point at it and it says why.
  2. Put the cursor there and press Ctrl+. (Cmd+. on a Mac): mend this one, all of its kind, or say why it is fine.
  3. Press F1 and type «Plinth»: lint the workspace, read about a rule, mend all that is safe in the file.
`;

/** True where a program of this name answers on the PATH. */
async function answers(program) {
  try {
    return (await run(program, ['--version'], { quiet: true, shell: WINDOWS })).code === 0;
  } catch {
    return false;
  }
}

/** Desktop VS Code goes its own way: the script ends, the window stays. */
async function openDesktop(folder, env) {
  const { code } = await run('code', ['--new-window', `--extensionDevelopmentPath=${ROOT}`, folder], {
    shell: WINDOWS,
    env: { ...process.env, ...env },
  });
  if (code !== 0) process.exit(code);
  console.log(`VS Code opens with Plinth on ${folder}.\n${TRY_FIRST}`);
}

/** Shows an address in the browser of whoever sits here; on a machine without one, nothing happens. */
function show(address) {
  const [command, ...args] = { darwin: ['open'], win32: ['cmd', '/c', 'start', '""'] }[process.platform] ?? [
    'xdg-open',
  ];
  start(command, [...args, address], { stdio: 'ignore' }).once('error', () => undefined);
}

async function serveWorkbench(folder, { port, open, env }) {
  await installHost();
  const { startServer } = await typescript('test/host/server.ts');
  const { linkProject } = await typescript('test/host/extensions.ts');
  const { QUIET } = await typescript('test/host/settings.ts');
  const extensionsFolder = at('.plinth-dev/extensions');
  linkProject(extensionsFolder);
  const server = await progress('Starting VS Code', () =>
    startServer({ dataFolder: at('.plinth-dev/vscode'), extensionsFolder, settings: QUIET, port, env }),
  );
  const address = server.url(folder);
  console.log(`\nVS Code with Plinth: ${address}\n${TRY_FIRST}\nCtrl+C ends it.`);
  if (open) show(address);
  await server.ended;
  console.error(`VS Code's server has ended.\n${server.log().slice(-2000)}`);
  process.exit(1);
}

/** Brings a cluster up, starts the databases in it and gives the environment in which the editor sees it. */
async function practise() {
  const command = ['--import', 'tsx', at('test/cluster/main.ts'), 'demo', '--wait', '600'];
  const { code } = await runNode(command);
  if (code !== 0) {
    console.error('npm start: there is no cluster to show. Without --cluster the editor opens all the same.');
    process.exit(code);
  }
  const { provider } = await typescript('test/cluster/provider.ts');
  const { kubeconfig, name } = await provider();
  console.log(`\nThe editor sees ${name}. \`npm run cluster -- demo --none\` removes its databases, \`down\` ends it.`);
  return { KUBECONFIG: kubeconfig };
}

requireNode();
const { values, positionals } = parseArgs({
  options: {
    port: { type: 'string' },
    open: { type: 'boolean', default: true },
    browser: { type: 'boolean' },
    cluster: { type: 'boolean', default: false },
  },
  allowNegative: true,
  allowPositionals: true,
});
const port = Number(values.port ?? 0);
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  console.error(`--port wants a number from 0 to 65535, not «${values.port}».`);
  process.exit(2);
}
const folder = positionals[0] === undefined ? at('examples') : path.resolve(positionals[0]);
if (!existsSync(folder)) {
  console.error(`There is no folder ${folder}.`);
  process.exit(2);
}
await installProject();
const env = values.cluster ? await practise() : {};
const built = await runNode([at('scripts/build.mjs'), 'server', 'extension']);
if (built.code !== 0) process.exit(built.code);
if (!values.browser && (await answers('code'))) await openDesktop(folder, env);
else {
  try {
    await serveWorkbench(folder, { port, open: values.open, env });
  } catch (error) {
    console.error(`npm start: ${error.message}`);
    if (typeof error.cause === 'string') console.error(error.cause.slice(-2000));
    process.exit(1);
  }
}
