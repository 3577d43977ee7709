import type { Connection } from '../../core/cluster/connection.ts';
import { ClusterTrouble } from '../../core/cluster/trouble.ts';

/** A client that dies: nothing that it sends from then on arrives, and nothing is answered. `called` is told each call's name before it is sent, and may kill it. */
export function mortal(
  real: Connection,
  called: (name: string, kill: () => void) => void = () => undefined,
): { readonly connection: Connection; readonly kill: () => void } {
  let isDead = false;
  const kill = (): void => {
    isDead = true;
  };
  const connection = new Proxy(real, {
    get: (target, key): unknown => {
      const value: unknown = Reflect.get(target, key);
      if (typeof value !== 'function') return value;
      return (...args: readonly unknown[]): unknown => {
        called(String(key), kill);
        if (isDead) return Promise.reject(new ClusterTrouble('unreachable', 'killed'));
        return Reflect.apply(value, target, args) as unknown;
      };
    },
  });
  return { connection, kill };
}
