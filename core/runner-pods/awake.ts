import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * The system's own way to keep a machine awake while another program runs; undefined where there is none.
 * macOS: https://ss64.com/mac/caffeinate.html; Linux: https://www.freedesktop.org/software/systemd/man/latest/systemd-inhibit.html
 */
export function awakeCommand(platform: NodeJS.Platform): readonly [string, ...string[]] | undefined {
  if (platform === 'darwin') return ['caffeinate', '-i'];
  if (platform === 'linux')
    return ['systemd-inhibit', '--what=sleep', '--mode=block', '--who=Plinth', '--why=An operation on a database runs'];
  return undefined;
}

/** Milliseconds until it counts as not possible. */
const PROBE = 3_000;

/** Whether this machine can be kept awake, by trying it. */
export async function canStayAwake(command = awakeCommand(process.platform)): Promise<boolean> {
  if (command === undefined) return false;
  const [program, ...options] = command;
  const child = spawn(program, [...options, 'true'], { stdio: 'ignore', timeout: PROBE });
  try {
    const [code] = (await once(child, 'exit')) as [number | null];
    return code === 0;
  } catch {
    return false;
  }
}

/** Keeps this machine awake, as far as that is possible, until what it gives is called or this process ends. */
export function stayAwake(command = awakeCommand(process.platform)): () => void {
  if (command === undefined) return () => undefined;
  const [program, ...options] = command;
  // `cat` ends when its input does, and so with this process, however that ends.
  const child = spawn(program, [...options, 'cat'], { stdio: ['pipe', 'ignore', 'ignore'] });
  child.on('error', () => undefined);
  child.stdin.on('error', () => undefined);
  child.unref();
  return () => child.stdin.end();
}
