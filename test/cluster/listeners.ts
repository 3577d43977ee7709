import { readdir, readFile, readlink } from 'node:fs/promises';
import { nodeProcess, runInside } from './node.ts';
import { recordedNames, running } from './processes.ts';

/** A socket of the cluster's that somebody outside of this machine could reach. */
export interface Listener {
  readonly process: string;
  readonly address: string;
  readonly port: number;
}

export const describeListener = ({ process, address, port }: Listener): string =>
  `${process} on ${address}, port ${port}`;

const LISTEN = '0A';

/** Loopback addresses as /proc/net writes them: 127.0.0.0/8 and ::1, with the bytes of each word reversed. */
const isLoopback = (hex: string): boolean =>
  (hex.length === 8 && hex.endsWith('7F')) ||
  hex === '00000000000000000000000001000000' ||
  (hex.startsWith('0000000000000000FFFF0000') && hex.endsWith('7F'));

/** Sockets that take connections or datagrams from anywhere but loopback, out of a table of /proc/net, by inode. */
export function openSockets(table: string, protocol: 'tcp' | 'udp'): Map<string, { address: string; port: number }> {
  const found = new Map<string, { address: string; port: number }>();
  for (const line of table.trim().split('\n').slice(1)) {
    const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/);
    const [address = '', port = ''] = local.split(':');
    if (protocol === 'tcp' && state !== LISTEN) continue;
    if (!isLoopback(address)) found.set(inode, { address, port: Number.parseInt(port, 16) });
  }
  return found;
}

async function tableOf(pid: number): Promise<Map<string, { address: string; port: number }>> {
  const all = new Map<string, { address: string; port: number }>();
  for (const name of ['tcp', 'tcp6', 'udp', 'udp6'] as const) {
    const table = await readFile(`/proc/${pid}/net/${name}`, 'utf8').catch(() => '');
    for (const [inode, socket] of openSockets(table, name.startsWith('tcp') ? 'tcp' : 'udp')) all.set(inode, socket);
  }
  return all;
}

/** Inodes of the sockets that a process has open. */
async function socketsOf(pid: number): Promise<string[]> {
  const files = await readdir(`/proc/${pid}/fd`).catch(() => []);
  const targets = await Promise.all(files.map((file) => readlink(`/proc/${pid}/fd/${file}`).catch(() => '')));
  return targets.flatMap((target) => /^socket:\[(\d+)\]$/.exec(target)?.[1] ?? []);
}

const namespaceOf = (pid: number | 'self', kind: string): Promise<string> => readlink(`/proc/${pid}/ns/${kind}`);

/** Network interfaces of the node that could lead out of it. There are only a bridge without ports and pods' cables. */
async function waysOut(): Promise<string[]> {
  const links = JSON.parse(await runInside(['ip', '-json', '-details', 'link'])) as {
    ifname: string;
    linkinfo?: { info_kind?: string };
  }[];
  return links
    .filter(({ ifname, linkinfo }) => ifname !== 'lo' && !['bridge', 'veth'].includes(linkinfo?.info_kind ?? ''))
    .map(({ ifname }) => ifname);
}

/**
 * Looks for sockets on addresses that other machines reach. There must be none: programs inside of the node cannot be reached as long as no interface leads there; those outside must listen on loopback only.
 */
export async function outsideListeners(): Promise<Listener[]> {
  const node = await nodeProcess();
  const found: Listener[] = (node ? await waysOut() : []).map((name) => ({
    process: 'an interface of the node',
    address: name,
    port: 0,
  }));
  const ours = await namespaceOf('self', 'net');
  const open = await tableOf(process.pid);
  for (const name of await recordedNames()) {
    const record = await running(name);
    if (!record || (await namespaceOf(record.pid, 'net')) !== ours) continue;
    for (const inode of await socketsOf(record.pid)) {
      const socket = open.get(inode);
      if (socket) found.push({ process: name, ...socket });
    }
  }
  return found;
}
