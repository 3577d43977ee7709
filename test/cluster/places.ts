import { homedir } from 'node:os';
import { join } from 'node:path';

/** Built programs and images: kept until a version changes. Never inside the work tree. */
export const CACHE = process.env['PLINTH_CLUSTER_CACHE'] ?? join(homedir(), '.cache/plinth/cluster');

/** What the running cluster writes. The path is short because those of Unix sockets must be (107 bytes). */
export const STATE = process.env['PLINTH_CLUSTER_STATE'] ?? '/var/lib/plinth-cluster';

const inState =
  (folder: string) =>
  (...names: readonly string[]): string =>
    join(STATE, folder, ...names);

/** Configuration, certificates and kubeconfigs. */
export const inEtc = inState('etc');
/** One log a program; containers' logs below `pods`. */
export const inLog = inState('log');
/** What programs keep: etcd, containerd, the kubelet, volumes. */
export const inData = inState('data');
/** Records of the processes that run. */
export const inProcesses = inState('processes');

export const KUBECONFIG = inEtc('admin.kubeconfig');

/** The folder of this program's own files. */
export const HERE = import.meta.dirname;
