import type { EngineContext } from '../model/engine.ts';

/** Addresses that answer on 127.0.0.1: all of IPv4, loopback itself, and Elasticsearch's word for it. */
const LOOPBACK = /^(?:\*|0\.0\.0\.0|127(?:\.\d{1,3}){3}|localhost|_local_)$/u;

/**
 * True when a server that is told to listen on these addresses (separated by commas or spaces) answers on 127.0.0.1. A probe that asks
 * there would never succeed on a server that only listens on the pod's own address. What a template or the running pod fills in is not
 * taken for loopback. `dualStack`: the engine takes `::` for IPv4 too.
 */
export function listensOnLoopback(addresses: string | undefined, dualStack = false): boolean {
  if (addresses === undefined) return true;
  const all = addresses.split(/[\s,"'[\]]+/u).map((address) => address.replace(/^-/u, ''));
  return (
    all.some((address) => LOOPBACK.test(address)) || (dualStack && /(?:^|[\s,"'[-])::(?:$|[\s,"'\]])/u.test(addresses))
  );
}

/** A setting's value, of a list in a YAML file all of its items; undefined where it is not set. */
export function listOf({ settings }: EngineContext, name: string): string | undefined {
  const values = [...settings.values()].flatMap((setting) =>
    setting.name === name || setting.name.startsWith(`${name}.`) ? [setting.value] : [],
  );
  return values.length === 0 ? undefined : values.join(',');
}
