import type { Clock } from '../../../core/runner/index.ts';
import { RESOURCES } from '../../../core/cluster/resources.ts';
import type { ApiObject, ObjectName, Resource } from '../../../core/cluster/connection.ts';
import { chance } from './chance.ts';
import { connect, type Client, type ClientOptions, type Exec, type Logs, type Place, type Written } from './connect.ts';
import { Store } from './store.ts';
import { Time } from './time.ts';
import { startControllers, type JobCourse } from './controllers.ts';
import type { JobProgram } from './programs.ts';

export interface WorldOptions {
  /** Fixes every delay. */
  readonly seed?: number;
  /** Answers commands in pods; without it every command ends with 127. */
  readonly exec?: Exec;
  /** What a Job's pod does: gives whether it succeeds, after so many milliseconds. */
  readonly job?: JobCourse;
  /** What is more than a course: a program that runs in a Job's pod. */
  readonly program?: JobProgram;
  /** What containers have printed; nothing where absent. */
  readonly logs?: Logs;
}

/** A process beside its clock. */
export interface Process extends Client {
  readonly clock: Clock;
}

/** A whole fake cluster: its objects, its time, and controllers that act by themselves. */
export class World {
  readonly time = new Time();
  readonly store = new Store(this.time.now);
  /** Every write of every client, in its order. */
  readonly audit: Written[] = [];
  readonly #place: Place;

  constructor({ seed = 1, exec, job, program, logs }: WorldOptions = {}) {
    const next = chance(seed);
    const none: Exec = () => ({ exitCode: 127, stdout: '', stderr: 'no such command' });
    this.#place = {
      store: this.store,
      time: this.time,
      next,
      exec: exec ?? none,
      logs: logs ?? (() => ''),
      audit: this.audit,
    };
    startControllers({
      store: this.store,
      time: this.time,
      next,
      job: job ?? (() => ({ succeeds: true, milliseconds: 2_000 })),
      program: program ?? (() => undefined),
      processes: new Map(),
    });
  }

  /** A new client; it may be killed, and then its clock stands still. */
  process(options: ClientOptions): Process {
    const client = connect(this.#place, options);
    return { ...client, clock: this.time.process(client.killed) };
  }

  /** Puts an object there as an administrator would. */
  put(resource: Resource, namespace: string, object: Readonly<Record<string, unknown>>): ApiObject {
    const whole = object as unknown as ApiObject;
    return this.store.create(whole, nameOf(resource, namespace, whole.metadata.name));
  }

  find(resource: Resource, namespace: string, name: string): ApiObject | undefined {
    return this.store.find(nameOf(resource, namespace, name));
  }

  /** Lets time go by until the promise is settled, or the process is killed: then undefined. */
  until<T>(process: Process, work: Promise<T>): Promise<T | undefined> {
    const died = new Promise<undefined>((resolve) => {
      process.killed.addEventListener('abort', () => {
        resolve(undefined);
      });
    });
    return this.time.during(Promise.race([work, died]));
  }

  /** Names of the pods that a Service leads to now. */
  leadsTo(namespace: string, service: string): string[] {
    return this.store
      .all(RESOURCES.endpointSlices, namespace)
      .filter(
        ({ metadata }) => (metadata['labels'] as Record<string, string>)['kubernetes.io/service-name'] === service,
      )
      .flatMap(
        (slice) => slice['endpoints'] as unknown as { conditions: { ready: boolean }; targetRef: { name: string } }[],
      )
      .filter(({ conditions }) => conditions.ready)
      .map(({ targetRef }) => targetRef.name);
  }
}

export const nameOf = (resource: Resource, namespace: string | undefined, name: string): ObjectName => ({
  resource,
  namespace,
  name,
});
