// A cluster without a network: what `list`, `watch`, `may` and `rules` answer is said by the test.
import type { ApiObject, Connection, Page, Resource, WatchEvent } from '../../../core/cluster/connection.ts';
import { ClusterTrouble } from '../../../core/cluster/trouble.ts';

export const pod = (name: string, version: number, namespace = 'one', uid = `${namespace}-${name}`): ApiObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace, uid, resourceVersion: String(version) },
});

export const forbidden = (): ClusterTrouble =>
  new ClusterTrouble('forbidden', 'You may not do this (403).', { status: 403 });

/** A watch that never tells anything, and ends with its signal. */
export async function* quiet(options?: {
  readonly signal?: AbortSignal;
  readonly opened?: () => void;
}): AsyncGenerator<WatchEvent> {
  options?.opened?.();
  await new Promise<void>((resolve) => options?.signal?.addEventListener('abort', () => resolve()));
  yield* [];
}

interface Answers {
  readonly list: (resource: Resource, namespace: string | undefined) => readonly Page[];
  readonly watch?: Connection['watch'];
  readonly rules?: Connection['rules'];
  readonly may?: Connection['may'];
  readonly namespace?: string;
}

type Fake = Pick<Connection, 'context' | 'list' | 'watch' | 'may' | 'rules'>;

export function fakeCluster(answers: Answers): Fake {
  const context = {
    id: 'fake',
    name: 'fake',
    file: '',
    cluster: 'fake',
    server: undefined,
    user: undefined,
    namespace: answers.namespace,
    current: true,
    credentials: 'none',
    impersonates: undefined,
    problems: [],
  };
  return {
    context,
    list: async function* (resource, namespace) {
      await Promise.resolve();
      yield* answers.list(resource, namespace);
    },
    watch: answers.watch ?? ((_resource, _namespace, _version, options) => quiet(options)),
    rules: answers.rules ?? (() => Promise.reject(forbidden())),
    may: answers.may ?? (() => Promise.resolve({ allowed: false })),
  };
}

/** Waits until something holds; fails after two seconds. */
export async function until(what: string, holds: () => boolean): Promise<void> {
  const end = performance.now() + 2000;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`Waited in vain for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
