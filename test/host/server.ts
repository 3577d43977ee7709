import type { ChildProcess } from 'node:child_process';
import { cpSync, existsSync, lstatSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { end, start } from '../../scripts/children.mjs';
import { newerNode } from './node.ts';
import { CACHE, VSCODE } from './places.ts';
import type { Settings } from './settings.ts';

/** What VS Code is started with. */
export interface ServerOptions {
  /** Where settings and state live; made where it is missing. */
  readonly dataFolder: string;
  /** Where installed extensions live. */
  readonly extensionsFolder: string;
  readonly settings: Settings;
  /** 0, as by default: any port that is free. */
  readonly port?: number;
  /** Mocha inside the extension host needs VS Code's smoke-test driver, which suppresses messages and dialogs. */
  readonly smokeTestDriver?: boolean;
  /** False shows the question whether the workspace is trusted. */
  readonly trustWorkspaces?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

/** A VS Code that serves its workbench on the loopback interface. */
export interface Server {
  readonly port: number;
  /** The address of the workbench with a folder open. Whoever knows it may use the editor: it carries the token. */
  url(folder: string, payload?: readonly (readonly [string, string])[]): string;
  /** Fulfilled when it has ended by itself. */
  readonly ended: Promise<void>;
  /** What it has printed. */
  readonly log: () => string;
  /** Ends it with its extension hosts. */
  stop(): void;
}

/** The built-in extensions that matter to manifests; the fewer, the sooner the editor is there. */
const BUILT_IN = [
  'configuration-editing',
  'json',
  'json-language-features',
  'markdown-basics',
  'markdown-language-features',
  'references-view',
  'theme-defaults',
  'theme-modern-icons',
  'theme-seti',
  'yaml',
];

/** Nobody asks a marketplace for anything. */
const NO_GALLERY = { EXTENSIONS_GALLERY: JSON.stringify({ serviceUrl: '' }) };

const START_TIMEOUT_MS = 60_000;

function builtInExtensions(): string {
  const folder = path.join(CACHE, `extensions-${BUILT_IN.length}`);
  if (existsSync(folder)) return folder;
  const partial = `${folder}.${process.pid}`;
  for (const name of BUILT_IN)
    cpSync(path.join(VSCODE, 'extensions', name), path.join(partial, name), { recursive: true });
  renameSync(partial, folder);
  return folder;
}

/** VS Code's server looks for its modules beside itself; npm has put them into this package's node_modules. */
function linkModules(): void {
  const link = path.join(VSCODE, 'node_modules');
  if (lstatSync(link, { throwIfNoEntry: false }) === undefined) symlinkSync('../../..', link, 'junction');
}

function writeSettings(dataFolder: string, settings: Settings): void {
  const file = path.join(dataFolder, 'data/User/settings.json');
  if (existsSync(file)) return;
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(settings, undefined, 2));
}

/** Waits until the server says at which port it listens; gathers in `printed` what it says from first to last. */
function listening(child: ChildProcess, printed: { text: string }): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => {
      end(child);
      reject(new Error(`VS Code's server ${why}`, { cause: printed.text }));
    };
    const timer = setTimeout(() => fail(`did not listen after ${START_TIMEOUT_MS / 1000} s`), START_TIMEOUT_MS);
    const read = (chunk: Buffer): void => {
      printed.text += chunk.toString();
      const port = /Extension host agent listening on (\d+)/.exec(printed.text)?.[1];
      if (port !== undefined) resolve(Number(port));
      else if (printed.text.includes('EADDRINUSE')) fail('cannot have this port: another program listens there');
      else return;
      clearTimeout(timer);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', (error) => fail(`cannot be started: ${error.message}`));
    child.once('exit', (code) => fail(`ended with exit code ${String(code)}`));
  });
}

/** Starts VS Code's server and waits until it listens; an existing settings.json stays as it is. */
export async function startServer(options: ServerOptions): Promise<Server> {
  linkModules();
  writeSettings(options.dataFolder, options.settings);
  const token = randomBytes(16).toString('hex');
  const args = [
    path.join(VSCODE, 'out/server-main.js'),
    ...['--host', '127.0.0.1', '--port', String(options.port ?? 0), '--connection-token', token],
    ...['--server-data-dir', options.dataFolder, '--extensions-dir', options.extensionsFolder],
    ...['--builtin-extensions-dir', builtInExtensions()],
    ...['--accept-server-license-terms', '--disable-telemetry'],
    ...(options.smokeTestDriver ? ['--enable-smoke-test-driver'] : []),
    ...(options.trustWorkspaces === false ? [] : ['--disable-workspace-trust']),
  ];
  const child = start(newerNode(), args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...NO_GALLERY, ...options.env, NODE_OPTIONS: '' },
  });
  const printed = { text: '' };
  const port = await listening(child, printed);
  return {
    port,
    ended: new Promise((resolve) => child.once('exit', () => resolve())),
    url: (folder, payload = []) => {
      const address = new URL(`http://127.0.0.1:${port}/`);
      address.searchParams.set('tkn', token);
      address.searchParams.set('folder', folder);
      if (payload.length > 0) address.searchParams.set('payload', JSON.stringify(payload));
      return address.href;
    },
    log: () => printed.text,
    stop: () => end(child),
  };
}
