import type { DatabaseName } from '../../core/runner/index.ts';
import { RESOURCES } from '../../core/cluster/resources.ts';
import { World, type WorldOptions } from './fake/index.ts';

export const DATABASE: DatabaseName = { namespace: 'shop', kind: 'StatefulSet', name: 'orders' };
const LABELS = { app: 'orders' };

/** A database of two members with claims, and the Service that clients write through. */
export function toyWorld(options: WorldOptions = {}): World {
  const world = new World(options);
  world.put(RESOURCES.services, 'shop', { kind: 'Service', metadata: { name: 'orders' }, spec: { selector: LABELS } });
  world.put(RESOURCES.statefulSets, 'shop', {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'orders' },
    spec: {
      replicas: 2,
      serviceName: 'orders',
      selector: { matchLabels: LABELS },
      template: { metadata: { labels: LABELS }, spec: { containers: [{ name: 'db', image: 'toy:1' }] } },
      volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: { resources: { requests: { storage: '1Gi' } } } }],
    },
  });
  return world;
}

/**
 * Clients that write through the Service: each row goes to the claim of ordinal 0 while that pod serves, and is noted as acknowledged. A row counts as lost
 * when its claim is gone, or is another one by now.
 */
export class Writer {
  readonly #world: World;
  readonly #acknowledged: string[] = [];
  #end = false;

  constructor(world: World) {
    this.#world = world;
    void this.#write();
  }

  get acknowledged(): number {
    return this.#acknowledged.length;
  }

  /** The number of acknowledged rows that no claim holds any more. */
  lost(): number {
    const claim = this.#claim();
    return this.#acknowledged.filter((uid) => uid !== claim).length;
  }

  stop(): void {
    this.#end = true;
  }

  #claim(): string | undefined {
    return this.#world.find(RESOURCES.claims, 'shop', 'data-orders-0')?.metadata.uid;
  }

  async #write(): Promise<void> {
    while (!this.#end) {
      await this.#world.time.sleep(250);
      const claim = this.#claim();
      if (claim !== undefined && this.#world.leadsTo('shop', 'orders').includes('orders-0'))
        this.#acknowledged.push(claim);
    }
  }
}
