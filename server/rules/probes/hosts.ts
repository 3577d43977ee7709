import type { Database } from '../../../engines/model/database.ts';
import { isUnknown } from '../../../engines/model/object.ts';

const LOOPBACK = /^(?:localhost(?:\..*)?|127(?:\.\d+){1,3}|\[?::1\]?|0\.0\.0\.0|\[?::\]?|ip6-localhost)$/iu;

/**
 * True when a host in a probe is the pod itself, or may be: loopback, a socket's directory, the pod's own name, or what only the running
 * container can tell (`$HOSTNAME`, `$POD_IP`).
 */
export function isItself(host: string, { workload, members, pod }: Database): boolean {
  if (host === '' || isUnknown(host) || LOOPBACK.test(host) || host.startsWith('/')) return true;
  const [first = ''] = host.split('.');
  if (first === pod.spec.at('hostname').string()) return true;
  if (workload.name === undefined) return false;
  return workload.kind === 'Pod' ? first === workload.name : members.count === 1 && first === `${workload.name}-0`;
}
