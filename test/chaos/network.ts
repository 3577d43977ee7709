import { randomBytes } from 'node:crypto';
import { API_PORT, NODE_ADDRESS, POD_RANGE } from '../cluster/addresses.ts';
import type { Kubectl } from '../cluster/kubectl.ts';
import { runInside } from '../cluster/node.ts';
import { makeFault, type Fault } from './fault.ts';
import { findPod } from './pod.ts';

/** With whom a pod can no longer talk: another pod, the API server, or everybody but the kubelet (whose probes a lost network spares). */
export type Peer = { readonly pod: string } | 'api' | 'everybody';

/** Drops packets between two, whoever sends. `peer` is what nftables matches addresses of the other side with. */
const both = (address: string, peer: string, port?: number): string[] =>
  port === undefined
    ? [`ip saddr ${address} ip daddr ${peer} drop`, `ip saddr ${peer} ip daddr ${address} drop`]
    : [
        `ip saddr ${address} ip daddr ${peer} tcp dport ${port} drop`,
        `ip saddr ${peer} ip daddr ${address} tcp sport ${port} drop`,
      ];

async function rulesOf(here: Kubectl, address: string, peer: Peer): Promise<string[]> {
  if (peer === 'api') return both(address, NODE_ADDRESS, API_PORT);
  if (peer !== 'everybody') return both(address, (await findPod(here, peer.pod)).address);
  // The bridge's own address is the first of the pods' range: that of the kubelet's probes.
  const kubelet = POD_RANGE.replace(/0\/\d+$/, '1');
  return both(address, `!= ${kubelet}`);
}

/**
 * Cuts a pod off from a peer, in both directions and for connections that exist as well: packets vanish, nobody is told. What is cut are the pods'
 * addresses of now; a pod that is made anew has another one, and is not cut off.
 *
 * Packets from pod to pod pass the bridge, those through a Service the node's own routing; where the kernel shows bridged packets to the routing's
 * rules as well, they are dropped once and not seen again. So both have the rules. The hooks come after the translation of Services' addresses.
 */
export async function cutNetwork(here: Kubectl, pod: string, peer: Peer): Promise<Fault> {
  const { address } = await findPod(here, pod);
  const name = `plinth_chaos_${randomBytes(4).toString('hex')}`;
  const rules = (await rulesOf(here, address, peer)).join('; ');
  const chain = (hook: string): string =>
    `chain ${hook} { type filter hook ${hook} priority 0; policy accept; ${rules}; }\n`;
  const text = [
    `table inet ${name} { ${['forward', 'input', 'output'].map(chain).join('')} }`,
    `table bridge ${name} { ${chain('forward')} }`,
  ].join('\n');
  const heal = ['inet', 'bridge'].map(
    (family) => `if nft list table ${family} ${name} > /dev/null 2>&1; then nft delete table ${family} ${name}; fi`,
  );
  const whom = typeof peer === 'string' ? peer : `pod ${peer.pod}`;
  return makeFault(`pod ${pod} is cut off from ${whom}`, [{ do: 'inside', script: heal.join('\n') }], async () => {
    await runInside(['nft', text]);
  });
}
