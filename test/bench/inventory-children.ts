import type { ChildProcess } from 'node:child_process';

/** The next message of a child; it must come in time. */
export function told<T>(child: ChildProcess, longest = 120_000): Promise<T> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      child.off('message', hear);
      child.off('exit', leave);
      settle();
    };
    const hear = (message: unknown): void => end(() => resolve(message as T));
    const leave = (code: number | null): void =>
      end(() => reject(new Error(`the bench’s child ended with ${code ?? 'a signal'}`)));
    const timer = setTimeout(() => end(() => reject(new Error('the bench’s child says nothing'))), longest);
    child.once('message', hear);
    child.once('exit', leave);
  });
}

/** Asks a child to end, and waits until it has put away what it made. Killed only where that takes longer than `longest` milliseconds. */
export function ended(child: ChildProcess, longest: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), longest);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
    if (child.connected) child.send('end');
    else child.kill();
  });
}
