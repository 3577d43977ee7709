// The command line as it is shipped, run as a program of its own.
import { spawn, execFile } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { KUBECONFIG } from '../cluster/places.ts';

const ROOT = path.join(import.meta.dirname, '../..');
const BUNDLES = ['cli.mjs', 'mover.cjs', 'runner.cjs'];

export interface Said {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** One line that `--format jsonl` prints. */
export type JsonLine = Readonly<Record<string, unknown>>;

export class Program {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Builds it, and takes a copy: others build at the same time. */
  static async build(): Promise<Program> {
    await promisify(execFile)(process.execPath, ['scripts/build.mjs', 'cli', 'mover', 'runner'], { cwd: ROOT });
    const folder = await mkdtemp(path.join(tmpdir(), 'plinth-line-'));
    for (const file of BUNDLES) await cp(path.join(ROOT, 'dist', file), path.join(folder, file));
    return new Program(folder);
  }

  remove(): Promise<void> {
    return rm(this.#folder, { recursive: true });
  }

  /** Runs it to its end. `env`: beside the test's own. */
  run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Said> {
    return this.start(args, () => undefined, env).ended;
  }

  /** Starts it with lines of JSON, each of which is handed over as it comes. */
  start(
    args: readonly string[],
    onLine: (line: string) => void,
    env: Readonly<Record<string, string>> = {},
  ): { readonly kill: (signal: NodeJS.Signals) => void; readonly ended: Promise<Said> } {
    const child = spawn(process.execPath, [path.join(this.#folder, 'cli.mjs'), ...args], {
      // No protection of whoever runs the tests has a say.
      env: { ...process.env, KUBECONFIG, XDG_CONFIG_HOME: this.#folder, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [out, err] = ['', ''];
    createInterface({ input: child.stdout }).on('line', (line) => {
      out += `${line}\n`;
      onLine(line);
    });
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    const ended = new Promise<Said>((resolve) => {
      child.on('close', (code) => {
        resolve({ code, out, err });
      });
    });
    return { kill: (signal) => child.kill(signal), ended };
  }
}

/** Lines of JSON, each of which must be one. */
export function jsonLines(out: string): readonly JsonLine[] {
  return out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as JsonLine);
}
