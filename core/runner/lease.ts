import type { ApiObject, Connection } from '../cluster/connection.ts';
import type { Clock } from './clock.ts';
import { DATABASE_LABEL, fitting, leaseName, MANAGED_BY, OPERATION_LABEL } from './names.ts';
import { isTrouble, patiently } from './patience.ts';
import type { DatabaseName } from './plan.ts';
import { LeaseLost, OperationRefused } from './trouble.ts';

/** Seconds that a Lease holds. */
export const DURATION = 30;
/** In milliseconds: nothing is changed any more when less is left of it, so that a write that is under way has landed before another may take over. */
const MARGIN = 10_000;
const RENEW = 8_000;
const AFTER_FAILURE = 1_000;
const LOOK = 2_000;
/** Longest for one request about the Lease. */
const REQUEST = 5_000;
/** A Lease whose last renewal is so long ago is dead, whatever two clocks may differ by; milliseconds. */
const LONG_AGO = 600_000;

/** https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/lease-v1/ */
export interface LeaseSpec {
  readonly holderIdentity?: string;
  readonly leaseDurationSeconds?: number;
  readonly renewTime?: string;
  readonly leaseTransitions?: number;
}

export const specOf = (lease: ApiObject): LeaseSpec => (lease['spec'] ?? {}) as LeaseSpec;

/** Kubernetes' MicroTime wants exactly six digits. */
const microTime = (milliseconds: number): string => new Date(milliseconds).toISOString().replace('Z', '000Z');

/** A Lease as somebody has seen it stand unchanged. */
export interface WatchedLease {
  readonly version: string | undefined;
  /** When it was first seen in this version, in milliseconds since 1970 by the own clock. */
  readonly since: number;
  readonly holder: string;
}

export interface Taking {
  readonly connection: Connection;
  readonly database: DatabaseName;
  readonly holder: string;
  /** The operation's id. */
  readonly operation: string;
  /** The newest epoch that is known from elsewhere: a Lease that somebody removed must not begin again at 1, below what its objects carry. */
  readonly newest: number;
  /** Where it has been watched before: the time that it stood unchanged counts. */
  readonly watched?: WatchedLease | undefined;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

const refused = (holder: string, evidence: string): OperationRefused =>
  new OperationRefused([
    {
      id: 'R9',
      kind: 'mend',
      what: `Another operation runs on this database: ${holder} holds its Lease.`,
      evidence,
      wayOut: 'Wait for its end, or cancel it; then look at the database again and make a new plan.',
    },
  ]);

/**
 * Takes the database's Lease. One that another holds is taken only when it stood unchanged for its whole duration by this runner's own clock, as client-go's
 * leader election does: the times in it were written by another machine's clock, and a wrong one would make two runners. Only a renewal more than ten minutes ago is
 * believed at once. A Lease that changes while it is watched is a refusal, even when it is let go: the plan was made before that operation.
 * https://github.com/kubernetes/client-go/blob/master/tools/leaderelection/leaderelection.go
 */
export async function takeLease(taking: Taking): Promise<HeldLease> {
  const { connection, database, holder, operation, newest, clock, signal } = taking;
  const name = leaseName(database);
  let { watched } = taking;
  let sent = 0;
  const look = (): Promise<ApiObject | undefined> =>
    connection.read(name, { signal }).catch((error: unknown) => {
      if (isTrouble(error, 'missing')) return undefined;
      throw error;
    });
  const seize = (found: ApiObject | undefined): Promise<ApiObject> => {
    sent = clock.now();
    const time = microTime(sent);
    const spec = {
      holderIdentity: holder,
      leaseDurationSeconds: DURATION,
      acquireTime: time,
      renewTime: time,
      leaseTransitions: Math.max(newest, found === undefined ? 0 : (specOf(found).leaseTransitions ?? 0)) + 1,
    };
    const labels = { ...MANAGED_BY, [DATABASE_LABEL]: fitting(database.name) };
    const metadata = { ...(found?.metadata ?? { name: name.name, namespace: database.namespace }), labels };
    const annotations = { [OPERATION_LABEL]: operation };
    const object = {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { ...metadata, annotations },
      spec,
    };
    return found === undefined
      ? connection.create(object, name, { signal, timeout: REQUEST })
      : connection.replace(object, name, { signal, timeout: REQUEST });
  };
  for (;;) {
    const lease = await patiently({ clock, signal, again: 4 }, async () => {
      const found = await look();
      const { holderIdentity = '', leaseDurationSeconds = DURATION, renewTime = '' } = found ? specOf(found) : {};
      const version = found?.metadata.resourceVersion;
      const foreign = holderIdentity !== '' && holderIdentity !== holder;
      if (watched !== undefined && watched.version !== version && holderIdentity !== holder)
        throw refused(watched.holder, `The Lease ${name.name} changed while it was watched.`);
      const seen = { version, since: clock.now(), holder: foreign ? holderIdentity : 'another runner' };
      const dead =
        clock.now() - Date.parse(renewTime) > LONG_AGO ||
        (watched !== undefined && clock.now() - watched.since > leaseDurationSeconds * 1000);
      if (!foreign || dead) {
        return seize(found).catch((error: unknown) => {
          // Somebody was faster: the next look says who.
          if (isTrouble(error, 'conflict')) watched = seen;
          throw error;
        });
      }
      watched ??= seen;
      return undefined;
    });
    if (lease !== undefined) return new HeldLease(taking, lease, sent);
    await clock.sleep(LOOK, signal);
  }
}

/** A Lease that this runner holds, and renews until it lets go or loses it. */
export class HeldLease {
  /** It changed hands so many times: `leaseTransitions`. */
  readonly epoch: number;
  readonly #taking: Taking;
  readonly #lost = new AbortController();
  readonly #stop = new AbortController();
  readonly #renewing: Promise<void>;
  #lease: ApiObject;
  /** When the last renewal that succeeded was sent, by the own clock. */
  #renewed: number;
  #trouble = '';

  constructor(taking: Taking, lease: ApiObject, sent: number) {
    this.#taking = taking;
    this.#lease = lease;
    this.#renewed = sent;
    this.epoch = specOf(lease).leaseTransitions ?? 1;
    this.#renewing = this.#keepRenewing();
  }

  /** Aborted, with a {@link LeaseLost} for reason, when it is lost. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  /** Throws {@link LeaseLost} where it is lost, or too little of it is left. Gives the milliseconds that a write may take at most. */
  check(): number {
    this.#lost.signal.throwIfAborted();
    const left = this.#renewed + DURATION * 1000 - this.#taking.clock.now();
    if (left <= MARGIN) this.lose();
    this.#lost.signal.throwIfAborted();
    return left;
  }

  /** Counts it as lost: to `by`, or for want of renewal. */
  lose(by?: string): void {
    const since = new Date(this.#renewed).toISOString();
    const why =
      by === undefined
        ? `The database’s Lease could not be renewed since ${since}${this.#trouble}: this runner stopped and changed nothing more. Take the operation up again.`
        : `The operation was taken over by ${by}; this runner stopped.`;
    this.#lost.abort(new LeaseLost(why, by));
  }

  /** Lets go, so that others need not wait. Where that fails, it runs out by itself. */
  async release(): Promise<void> {
    this.#stop.abort();
    await this.#renewing;
    if (this.#lost.signal.aborted) return;
    await this.#renew({ holderIdentity: '' }).catch(() => undefined);
  }

  async #keepRenewing(): Promise<void> {
    const { clock } = this.#taking;
    const until = AbortSignal.any([this.#stop.signal, this.#lost.signal]);
    let pause = RENEW;
    while (!until.aborted) {
      try {
        await clock.sleep(pause, until);
        this.check();
        await this.#renew({});
        pause = RENEW;
      } catch (error) {
        this.#trouble = error instanceof Error ? ` (${error.message})` : '';
        pause = AFTER_FAILURE;
      }
    }
  }

  async #renew(change: LeaseSpec): Promise<void> {
    const { connection, database, clock, holder } = this.#taking;
    const name = leaseName(database);
    await patiently({ clock, signal: this.#lost.signal, again: 3 }, async (number) => {
      const timeout = (): number => Math.min(REQUEST, this.check() - MARGIN);
      if (number > 0) {
        // Either the answer was lost, or something else was written to it: who holds it decides.
        const found = await connection.read(name, { timeout: timeout() });
        const { holderIdentity = '', leaseTransitions } = specOf(found);
        if (holderIdentity !== holder || leaseTransitions !== this.epoch) {
          if (holderIdentity === '' && change.holderIdentity === '') return;
          this.lose(holderIdentity === '' ? 'somebody who has ended since' : holderIdentity);
          this.#lost.signal.throwIfAborted();
        }
        this.#lease = found;
      }
      const sent = clock.now();
      const spec = { ...specOf(this.#lease), renewTime: microTime(sent), ...change };
      this.#lease = await connection.replace({ ...this.#lease, spec }, name, { timeout: timeout() });
      this.#renewed = sent;
    });
  }
}
