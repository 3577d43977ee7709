import { spawn } from 'node:child_process';
import { Failure } from './failure.ts';

export interface CommandOptions {
  readonly input?: string | undefined;
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Milliseconds until the program is ended; without it, it may take as long as it needs. */
  readonly timeout?: number;
}

/** Runs a program to its end and gives what it wrote to its standard output. Fails with its last words. */
export function run(file: string, args: readonly string[], options: CommandOptions = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const { input, env, cwd, timeout } = options;
    const child = spawn(file, args, {
      stdio: ['pipe', 'pipe', 'pipe'],
      ...(env && { env }),
      ...(cwd !== undefined && { cwd }),
      ...(timeout !== undefined && { timeout, killSignal: 'SIGKILL' }),
    });
    const out: Buffer[] = [];
    let last = '';
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => (last = (last + chunk.toString()).slice(-4000)));
    child.once('error', (error: NodeJS.ErrnoException) => {
      const advice = error.code === 'ENOENT' ? `Install ${file} or put it on the PATH.` : 'Try it by hand.';
      reject(new Failure(`${file} does not start: ${error.message}`, advice));
    });
    child.once('close', (code, signal) => {
      const text = Buffer.concat(out).toString();
      if (code === 0) resolve(text);
      else reject(new CommandFailure(file, args, code ?? signal ?? 'no exit code', (last || text.slice(-2000)).trim()));
    });
    // A program that ends without reading its input is judged by its exit code.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}

/** A program that ran and did not succeed. */
export class CommandFailure extends Failure {
  constructor(
    file: string,
    args: readonly string[],
    readonly code: number | string,
    readonly words: string,
  ) {
    super(`\`${[file, ...args].join(' ').slice(0, 300)}\` failed (${code}):\n${words}`, 'Its last words say why.');
  }
}
