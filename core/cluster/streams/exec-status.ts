import type { ExecTarget } from '../connection.ts';
import { ClusterTrouble } from '../trouble.ts';

interface Status {
  readonly status?: string;
  readonly message?: string;
  readonly details?: { readonly causes?: readonly { readonly reason?: string; readonly message?: string }[] };
}

/**
 * The exit code in the status with which an exec stream ends; undefined where there was none, because it broke off. Throws where the command did
 * not even start. https://github.com/kubernetes/design-proposals-archive/blob/main/node/kubelet-remote-command-protocol.md
 */
export function readEnd(
  status: Buffer | undefined,
  { namespace, pod, container }: ExecTarget,
  command: readonly string[],
): number | undefined {
  if (status === undefined) return undefined;
  let end: Status;
  try {
    end = JSON.parse(status.toString('utf8')) as Status;
  } catch {
    return undefined;
  }
  if (end.status === 'Success') return 0;
  const code = Number(end.details?.causes?.find(({ reason }) => reason === 'ExitCode')?.message);
  if (Number.isInteger(code)) return code;
  const where = `the container ${container} of ${namespace}/${pod}`;
  if (/executable file not found|no such file or directory/u.test(end.message ?? '')) {
    throw new ClusterTrouble('missing', `There is no program «${command[0] ?? ''}» in ${where}.`);
  }
  if (/container not found|is not running|cannot exec in a stopped|not created or running/iu.test(end.message ?? '')) {
    throw new ClusterTrouble('missing', `Nothing runs in ${where} now.`);
  }
  throw new ClusterTrouble('server', `The command could not be run in ${where}; its node refuses it.`);
}
