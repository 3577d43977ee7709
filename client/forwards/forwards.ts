import type { Connection, Forward } from '../../core/cluster/connection.ts';
import { Signal } from '../cluster/signal.ts';
import type { ForwardSeen } from '../views/databases/world.ts';

/** The local ports that lead to members, until they are stopped or their cluster is left. */
export class Forwards {
  readonly #open = new Map<ForwardSeen, Forward>();
  readonly #changed = new Signal<ForwardSeen>();
  readonly onChange = this.#changed.on;

  get all(): readonly ForwardSeen[] {
    return [...this.#open.keys()];
  }

  of(context: string, database: string): readonly ForwardSeen[] {
    return this.all.filter((one) => one.context === context && one.database === database);
  }

  /** Opens a port on 127.0.0.1 that leads to a pod's port: the same number where it is free, else any. One that is open already is given again. */
  async start(
    connection: Connection,
    to: Omit<ForwardSeen, 'port'> & { readonly namespace: string },
  ): Promise<ForwardSeen> {
    const { namespace, ...seen } = to;
    const present = this.of(to.context, to.database).find((one) => one.pod === to.pod && one.to === to.to);
    if (present !== undefined) return present;
    const target = { namespace, pod: to.pod, port: to.to };
    const forward = await connection.forward(target, to.to).catch(() => connection.forward(target));
    const opened = { ...seen, port: forward.port };
    this.#open.set(opened, forward);
    this.#changed.tell(opened);
    return opened;
  }

  async stop(forward: ForwardSeen): Promise<void> {
    const open = this.#open.get(forward);
    if (!this.#open.delete(forward)) return;
    this.#changed.tell(forward);
    await open?.close();
  }

  /** Stops all of a context; of all contexts without one. */
  async stopAll(context?: string): Promise<void> {
    const all = this.all.filter((one) => context === undefined || one.context === context);
    await Promise.all(all.map((one) => this.stop(one)));
  }
}
