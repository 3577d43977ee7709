import { PassThrough } from 'node:stream';
import type {
  Access,
  ApiObject,
  Connection,
  ExecResult,
  ExecTarget,
  ListOptions,
  ObjectName,
  Page,
  RequestOptions,
  Resource,
  Right,
  WatchEvent,
  WatchOptions,
} from '../../../core/cluster/connection.ts';
import { RESOURCES } from '../../../core/cluster/resources.ts';
import { ClusterTrouble } from '../../../core/cluster/trouble.ts';
import { troubleOf, type Faults, type Request, type Verb } from './faults.ts';
import { mayEvict } from './budgets.ts';
import { chosen } from './selection.ts';
import type { Store } from './store.ts';
import type { Time } from './time.ts';

/** Answers a command that is run in a pod. */
export type Exec = (target: ExecTarget, command: readonly string[], stdin: string) => ExecResult;

/** What a pod's container has printed so far. */
export type Logs = (target: ExecTarget) => string;

/** A write that was done, for tests to judge afterwards. */
export interface Written {
  readonly by: string;
  readonly at: number;
  readonly verb: Verb;
  readonly resource: Resource;
  readonly name: string;
  /** As it stands after; undefined where it was removed. */
  readonly object: ApiObject | undefined;
}

export interface Place {
  readonly store: Store;
  readonly time: Time;
  readonly next: () => number;
  readonly exec: Exec;
  readonly logs: Logs;
  readonly audit: Written[];
}

export interface ClientOptions {
  /** For the audit. */
  readonly name: string;
  readonly faults?: Faults;
  /** What this client may do; all where absent. May change its mind. */
  readonly may?: (right: Right) => boolean;
}

/** How long a request is under way at most, each way, in milliseconds. */
const WAY = 20;
/** A request that is never answered is given up after so long, where the caller sets nothing. */
const PATIENCE = 10_000;

/** A client's process: its way to the cluster, and its end. */
export interface Client {
  readonly connection: Connection;
  /** Aborted when it is killed. */
  readonly killed: AbortSignal;
  /** How many requests it has made. */
  requests(): number;
  /** It ends now: what it has under way is never answered. */
  kill(): void;
}

const never = new Promise<never>(() => undefined);

/** A new client of the cluster, whose requests go past its own faults. */
export function connect({ store, time, next, exec, logs, audit }: Place, options: ClientOptions): Client {
  const { name: by, faults = () => undefined, may = () => true } = options;
  const end = new AbortController();
  const killed = end.signal;
  let count = 0;

  const forbidden = (verb: string, name: string): ClusterTrouble =>
    new ClusterTrouble('forbidden', `You may not ${verb} ${name}.`, { status: 403 });
  const rightOf = ({ verb, resource, namespace, name }: Request): Right => {
    const where = { ...(namespace === undefined ? {} : { namespace }), ...(name === '' ? {} : { name }) };
    if (verb === 'log') return { verb: 'get', resource, subresource: 'log', ...where };
    return verb === 'exec' || verb === 'evict'
      ? { verb: 'create', resource, subresource: verb === 'exec' ? 'exec' : 'eviction', ...where }
      : ({
          verb,
          resource,
          ...(verb === 'list' || verb === 'watch' || verb === 'create' ? { namespace } : where),
        } as Right);
  };

  async function request<T>(
    verb: Verb,
    { resource, namespace, name }: ObjectName,
    { signal, timeout = PATIENCE }: RequestOptions,
    work: () => T,
    cut?: () => T,
  ): Promise<T> {
    if (killed.aborted) return never;
    const one: Request = { index: count++, verb, resource, namespace, name };
    const fault = faults(one);
    const alive = async (milliseconds: number): Promise<void> => {
      await time.sleep(milliseconds);
      if (killed.aborted) await never;
    };
    const gaveUp = (): void => {
      if (signal?.aborted === true) throw new ClusterTrouble('cancelled', `${verb} ${name} was cancelled.`);
    };
    const fail = async (): Promise<T> => {
      if (fault?.what === 'kill') {
        end.abort();
        return never;
      }
      if (fault?.what === 'cut' && cut !== undefined) return cut();
      const kind = fault?.what === 'trouble' ? fault.trouble : 'unreachable';
      if (kind === 'timeout') await alive(timeout);
      throw troubleOf(kind, one);
    };
    gaveUp();
    await alive(next() * WAY);
    gaveUp();
    if (fault?.moment === 'before') return fail();
    // A refusal is an answer too, and is lost like any other.
    let outcome: { readonly result: T } | { readonly refused: unknown };
    try {
      if (verb !== 'review' && !may(rightOf(one))) throw forbidden(verb, `${resource.plural} ${name}`);
      outcome = { result: work() };
    } catch (error) {
      outcome = { refused: error };
    }
    await alive(next() * WAY);
    if (fault?.moment === 'after') return fail();
    gaveUp();
    if ('refused' in outcome) throw outcome.refused;
    return outcome.result;
  }
  const written = (verb: Verb, { resource, name }: ObjectName, object: ApiObject | undefined): void => {
    audit.push({ by, at: time.now(), verb, resource, name, object });
  };
  const kind = (resource: Resource, namespace: string | undefined): ObjectName => ({ resource, namespace, name: '' });
  const missing = (): Promise<never> =>
    Promise.reject(new ClusterTrouble('missing', 'The fake cluster has no such interface.'));

  const connection: Connection = {
    context: {
      id: 'fake',
      name: 'fake',
      file: '',
      cluster: 'fake',
      server: undefined,
      user: by,
      namespace: undefined,
      current: true,
      credentials: 'none',
      impersonates: undefined,
      problems: [],
    },
    version: (more = {}) => request('get', kind(RESOURCES.nodes, undefined), more, () => '1.36.0'),
    discover: (more = {}) =>
      request('get', kind(RESOURCES.nodes, undefined), more, () => ({
        resources: Object.values(RESOURCES),
        missing: [],
      })),
    read: (name, more = {}) => request('get', name, more, () => store.get(name)),
    async *list(
      resource: Resource,
      namespace: string | undefined,
      more: ListOptions = {},
    ): AsyncGenerator<Page, void, void> {
      yield await request('list', kind(resource, namespace), more, () => ({
        items: store.all(resource, namespace).filter((object) => chosen(object, more)),
        resourceVersion: store.revision,
      }));
    },
    async *watch(
      resource: Resource,
      namespace: string | undefined,
      resourceVersion: string,
      more: WatchOptions = {},
    ): AsyncGenerator<WatchEvent, void, void> {
      await request('watch', kind(resource, namespace), more, () => undefined);
      more.opened?.();
      const fits = ({ metadata }: ApiObject): boolean => namespace === undefined || metadata.namespace === namespace;
      let at = store.changes.findIndex(({ revision }) => revision > Number(resourceVersion));
      if (at < 0) at = store.changes.length;
      for (;;) {
        const change = store.changes[at];
        if (change === undefined) {
          const rung = await new Promise<boolean>((resolve) => {
            const stop = store.onChange(() => {
              stop();
              resolve(true);
            });
            more.signal?.addEventListener('abort', () => {
              stop();
              resolve(false);
            });
            if (more.signal?.aborted === true) resolve(false);
          });
          if (!rung) return;
          if (killed.aborted) await never;
          continue;
        }
        at++;
        const { event } = change;
        if (change.resource.plural === resource.plural && fits(event.object) && chosen(event.object, more)) yield event;
      }
    },
    get: missing,
    may: (right, more = {}) =>
      request('review', { resource: right.resource, namespace: right.namespace, name: '' }, more, (): Access => ({
        allowed: may(right),
      })),
    rules: (_, more = {}) =>
      request('review', kind(RESOURCES.pods, undefined), more, () => ({ rules: [], incomplete: true })),
    dryRun: (object, name, more = {}) =>
      request('patch', name, more, () =>
        store.find(name) === undefined ? store.create(object, name, true) : store.replace(object, name, true),
      ),
    create: (object, name, more = {}) =>
      request('create', name, more, () => {
        const made = store.create(object, name, more.dryRun);
        if (more.dryRun !== true) written('create', name, made);
        return made;
      }),
    replace: (object, name, more = {}) =>
      request('update', name, more, () => {
        if (object.metadata.resourceVersion === undefined)
          throw new ClusterTrouble('invalid', 'metadata.resourceVersion is wanted.');
        const kept = store.replace(object, name, more.dryRun);
        if (more.dryRun !== true) written('update', name, kept);
        return kept;
      }),
    patch: (name, operations, more = {}) =>
      request('patch', name, more, () => {
        const kept = store.patch(name, operations, more.dryRun);
        if (more.dryRun !== true) written('patch', name, kept);
        return kept;
      }),
    remove: (name, more = {}) =>
      request(more.evict === true ? 'evict' : 'delete', name, more, () => {
        if (more.evict === true) mayEvict(store, name);
        store.remove(name, more);
        if (more.dryRun !== true) written('delete', name, undefined);
      }),
    exec: (target, command, more = {}) =>
      request(
        'exec',
        { resource: RESOURCES.pods, namespace: target.namespace, name: target.pod },
        more,
        () => {
          store.get({ resource: RESOURCES.pods, namespace: target.namespace, name: target.pod });
          return exec(target, command, more.stdin ?? '');
        },
        (): ExecResult => ({ exitCode: undefined, stdout: '', stderr: '' }),
      ),
    terminal: missing,
    logs: (target, more = {}) =>
      request('log', { resource: RESOURCES.pods, namespace: target.namespace, name: target.pod }, more, () => {
        store.get({ resource: RESOURCES.pods, namespace: target.namespace, name: target.pod });
        const lines = logs(target).split(/(?<=\n)/u);
        const stream = new PassThrough();
        stream.end(lines.slice(-(more.tailLines ?? lines.length)).join(''));
        return stream;
      }),
    forward: missing,
    close: () => undefined,
  };
  return {
    connection,
    killed,
    requests: () => count,
    kill: () => {
      end.abort();
    },
  };
}
