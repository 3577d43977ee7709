import { openChannels, STREAMS, WITH_CLOSE } from './channels.ts';
import type { Client } from '../transport/client.ts';
import type { ExecOptions, ExecResult, ExecTarget } from '../connection.ts';
import { withDeadline } from '../transport/deadline.ts';
import { readEnd } from './exec-status.ts';
import { podPath, query } from '../requests/paths.ts';
import { ClusterTrouble } from '../trouble.ts';

/** Most output that is kept by default, in bytes. */
const LARGEST = 1024 * 1024;

/**
 * Runs a command in a container, to its end. When time is over the streams are closed; whether the process then ends is its own affair, for
 * Kubernetes cannot kill it. Never tried again: a command may have an effect.
 * https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#-strong-connect-operations-pod-v1-core-strong-
 */
export async function exec(
  client: Client,
  { namespace, pod, container }: ExecTarget,
  command: readonly string[],
  { stdin, largest = LARGEST, signal, timeout = client.timeout }: ExecOptions = {},
): Promise<ExecResult> {
  const search = query({ container, command, stdin: stdin !== undefined, stdout: true, stderr: true });
  const path = `${podPath(namespace, pod, 'exec')}${search}`;
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  let size = 0;
  let status: Buffer | undefined;
  let failure: ClusterTrouble | undefined;
  return withDeadline(`The command in ${namespace}/${pod}`, { signal, timeout }, async (late) => {
    const channels = await openChannels(
      client,
      path,
      (stream, data) => {
        if (stream === STREAMS.status) status = data;
        if (stream !== STREAMS.stdout && stream !== STREAMS.stderr) return;
        size += data.length;
        if (size <= largest) (stream === STREAMS.stdout ? out : err).push(data);
        else
          fail(new ClusterTrouble('broken', `The command in ${namespace}/${pod} prints more than ${largest} bytes.`));
      },
      { signal: late, timeout },
    );
    const end = (): void => channels.close();
    function fail(trouble: ClusterTrouble): void {
      failure ??= trouble;
      end();
    }
    late.addEventListener('abort', end);
    try {
      if (stdin !== undefined) {
        if (channels.protocol !== WITH_CLOSE) {
          const message =
            'This cluster is older than Kubernetes 1.30 and cannot be told where the input of a command ends.';
          fail(new ClusterTrouble('missing', message));
        }
        await channels.send(STREAMS.stdin, Buffer.from(stdin));
        await channels.send(STREAMS.close, Buffer.from([STREAMS.stdin]));
      }
      await channels.ended;
    } finally {
      late.removeEventListener('abort', end);
      end();
    }
    if (late.aborted) throw new ClusterTrouble('cancelled', 'Cancelled.');
    if (failure !== undefined) throw failure;
    const exitCode = readEnd(status, { namespace, pod, container }, command);
    return { exitCode, stdout: Buffer.concat(out).toString('utf8'), stderr: Buffer.concat(err).toString('utf8') };
  });
}
