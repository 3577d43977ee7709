import { ClusterTrouble } from '../trouble.ts';

/** Runs something that must end within a time (milliseconds), and when the caller no longer wants it. Says which of both it was. */
export async function withDeadline<T>(
  what: string,
  { signal, timeout }: { readonly signal?: AbortSignal | undefined; readonly timeout: number },
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const end = new AbortController();
  const cancel = (): void => end.abort();
  const timer = setTimeout(cancel, timeout);
  // By hand, because AbortSignal.any of Node 20 keeps what hangs on a signal that lives long.
  if (signal?.aborted === true) cancel();
  else signal?.addEventListener('abort', cancel);
  try {
    return await run(end.signal);
  } catch (error) {
    if (signal?.aborted !== true && end.signal.aborted) {
      const seconds = Math.round(timeout / 100) / 10;
      const message = `${what}: no answer within ${seconds} s. The cluster or the way to it is slow; try again.`;
      throw new ClusterTrouble('timeout', message, { cause: error });
    }
    throw error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', cancel);
  }
}
