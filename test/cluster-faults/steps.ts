// What happens to a cluster and to the way to it, one thing at a time.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Mirror } from '../../core/cluster/mirrors/mirror-state.ts';
import type { ApiProxy } from '../chaos/api-proxy/proxy.ts';
import type { StubApiServer } from './stub/api-server.ts';

type How = 'end' | 'reset' | 'half-line';

/** A change in the cluster, a fault, or a pause (in milliseconds). */
export type Step =
  | { readonly do: 'put'; readonly namespace: string; readonly name: string; readonly value: string }
  | { readonly do: 'delete'; readonly namespace: string; readonly name: string }
  | { readonly do: 'burst'; readonly count: number }
  | { readonly do: 'compact' }
  | { readonly do: 'bookmarks'; readonly on: boolean }
  | { readonly do: 'drop'; readonly how: How }
  | { readonly do: 'drop-next'; readonly how: How; readonly afterLines: number }
  | { readonly do: 'refuse-next'; readonly code: number; readonly times: number; readonly verb: 'list' | 'watch' }
  | { readonly do: 'gone-next'; readonly afterLines: number }
  | { readonly do: 'slow-next'; readonly ms: number }
  | { readonly do: 'reset-next' }
  | { readonly do: 'outage'; readonly ms: number }
  | { readonly do: 'wait'; readonly ms: number }
  /** Waits until the mirror is live, for a while. */
  | { readonly do: 'settle' };

/** Does it. Gives what goes on in the background, where something does: its end must be waited for. */
export async function step(
  one: Step,
  stub: StubApiServer,
  proxy: ApiProxy,
  mirror: Mirror,
): Promise<{ readonly over: Promise<void> } | undefined> {
  switch (one.do) {
    case 'put':
      stub.put(one.namespace, one.name, { value: one.value });
      break;
    case 'delete':
      stub.delete(one.namespace, one.name);
      break;
    case 'burst':
      for (let index = 0; index < one.count; index++) {
        const name = `burst-${index % 20}`;
        if (index % 7 === 6) stub.delete('one', name);
        else stub.put('one', name, { index: String(index) });
      }
      break;
    case 'compact':
      stub.compact();
      break;
    case 'bookmarks':
      stub.bookmarks = one.on;
      if (one.on) stub.bookmark();
      break;
    case 'drop':
      proxy.dropStreams(one.how);
      break;
    case 'drop-next': {
      const { how, afterLines } = one;
      proxy.rule({ match: { verb: 'watch' }, fault: { kind: 'drop', how, afterLines }, times: 1 });
      break;
    }
    case 'refuse-next':
      proxy.rule({ match: { verb: one.verb }, fault: { kind: 'status', code: one.code }, times: one.times });
      break;
    case 'gone-next':
      proxy.rule({ match: { verb: 'watch' }, fault: { kind: 'watch-gone', afterLines: one.afterLines }, times: 1 });
      break;
    case 'slow-next':
      proxy.rule({ fault: { kind: 'delay', ms: one.ms }, times: 2 });
      break;
    case 'reset-next':
      proxy.rule({ fault: { kind: 'reset' }, times: 1 });
      break;
    case 'outage':
      return { over: outage(proxy, one.ms) };
    case 'wait':
      await sleep(one.ms);
      break;
    case 'settle':
      for (let turn = 0; turn < 40 && !(mirror.state.phase === 'live' && stub.watches > 0); turn++) await sleep(1);
  }
  return undefined;
}

/** Outages follow each other: the proxy has one listener. */
const last = new WeakMap<ApiProxy, Promise<void>>();

function outage(proxy: ApiProxy, ms: number): Promise<void> {
  const next = (last.get(proxy) ?? Promise.resolve()).then(() => proxy.outage(ms));
  last.set(proxy, next);
  return next;
}
