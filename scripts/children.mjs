// Programs that the scripts start: each in a process group of its own, and none outlives the script.
import { spawn, spawnSync } from 'node:child_process';
import { ROOT } from './project.mjs';

const WINDOWS = process.platform === 'win32';
const SIGNAL_EXIT = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };

/** Children that may still run. */
const running = new Set();

/** Ends a child with everything that it started. */
export function end(child) {
  running.delete(child);
  if (child.pid === undefined) return;
  try {
    if (WINDOWS) spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F'], { stdio: 'ignore' });
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // The whole group has ended already.
  }
}

process.on('exit', () => [...running].forEach(end));
for (const [signal, code] of Object.entries(SIGNAL_EXIT)) process.on(signal, () => process.exit(code));

/** Starts a program in the project's root; `options` as for spawn. */
export function start(command, args, options = {}) {
  const child = spawn(command, args, { cwd: ROOT, detached: !WINDOWS, ...options });
  running.add(child);
  // The group may outlive its leader, so the child stays listed until the script ends or ends it.
  return child;
}

/**
 * Runs a program to its end. Gives its exit code and, where `quiet`, what it printed; else it prints to this terminal.
 * `onLine` sees each line of a program that prints for itself.
 */
export function run(command, args, { quiet = false, onLine, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const piped = quiet || onLine !== undefined;
    const child = start(command, args, { stdio: piped ? ['ignore', 'pipe', 'pipe'] : 'inherit', ...options });
    let output = '';
    let rest = '';
    const read = (chunk) => {
      output += chunk;
      if (!quiet) process.stdout.write(chunk);
      if (onLine === undefined) return;
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      lines.forEach(onLine);
    };
    if (piped) for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', read);
    child.once('error', reject);
    child.once('close', (code) => {
      if (rest !== '') onLine?.(rest);
      end(child);
      resolve({ code: code ?? 1, output });
    });
  });
}

/** Runs a JavaScript program with this Node. */
export const runNode = (args, options) => run(process.execPath, args, options);

/** Runs npm: the one that started this script where there is one. */
export function runNpm(args, options) {
  const own = process.env.npm_execpath;
  if (own !== undefined && /\.c?js$/.test(own)) return runNode([own, ...args], options);
  return run('npm', args, { shell: WINDOWS, ...options });
}
