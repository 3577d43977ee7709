// 300 databases in 3,000 pods on the practice cluster, in namespaces of its own, which it deletes at its end whatever happens. Talks as inventory-load.ts does.
import { readFileSync } from 'node:fs';
import { kubectlOf, type Kubectl } from '../cluster/kubectl.ts';
import { KUBECONFIG } from '../cluster/places.ts';
import { programs } from '../cluster/binaries.ts';
import { practise } from '../cluster/practice.ts';
import { until } from '../cluster/wait.ts';
import { DATABASES, MEMBERS, nameOf } from './inventory-objects.ts';
import { inTurns, PracticeApi } from './inventory-api.ts';
import {
  databases,
  namespaceOf,
  namespaces,
  podOf,
  restarted,
  serviceOf,
  setOf,
} from './inventory-practice-objects.ts';

const CHANGES_PER_SECOND = 1_000;
const SECONDS = 10;

const [first = '', ...others] = namespaces;
const restarts = new Map<string, number>();
let api: PracticeApi | undefined;
let kubectl: Kubectl | undefined;
let leave: (() => Promise<void>) | undefined;
let isEnding = false;

async function begin(): Promise<void> {
  kubectl = kubectlOf(await programs(() => undefined));
  await kubectl(['delete', 'namespace', ...namespaces, '--ignore-not-found']);
  const practice = await practise(first);
  ({ leave } = practice);
  for (const namespace of others) await kubectl(['create', 'namespace', namespace]);
  for (const namespace of namespaces) await hasAccount(namespace);
  const made = new PracticeApi(KUBECONFIG);
  api = made;
  await inTurns(databases, (database) => build(made, database));
  process.send?.({ kubeconfig: readFileSync(KUBECONFIG, 'utf8') });
}

/** Pods are refused until their namespace's service account is there. */
async function hasAccount(namespace: string): Promise<void> {
  const advice = 'Look at the controller manager’s log.';
  await until(`the service account of ${namespace}`, { seconds: 30, advice }, async () => {
    await kubectl?.([`--namespace=${namespace}`, 'get', 'serviceaccount', 'default']);
    return true;
  });
}

async function build(to: PracticeApi, database: number): Promise<void> {
  const namespace = namespaceOf(database);
  await to.create(`/api/v1/namespaces/${namespace}/services`, serviceOf(database));
  const sets = `/apis/apps/v1/namespaces/${namespace}/statefulsets`;
  const { metadata } = await to.create<{ readonly metadata: { readonly uid: string } }>(sets, setOf(database));
  const pods = Array.from({ length: MEMBERS }, (_, ordinal) =>
    to.create(`/api/v1/namespaces/${namespace}/pods`, podOf(database, ordinal, metadata.uid)).catch(unlessThere),
  );
  await Promise.all(pods);
}

/** The controller was quicker. */
function unlessThere(error: unknown): void {
  if (!(error instanceof Error) || !error.message.includes('AlreadyExists')) throw error;
}

/** Restarts of one pod after the other, in an order that visits all; no faster than wanted, and no longer than wanted. */
async function burst(to: PracticeApi): Promise<void> {
  const begun = performance.now();
  const passed = (): number => (performance.now() - begun) / 1000;
  let changes = 0;
  function* due(): Generator<number> {
    for (; changes < SECONDS * CHANGES_PER_SECOND && passed() < SECONDS; changes += 1) yield changes * 7;
  }
  await inTurns(due(), async (turn) => {
    const early = turn / 7 / CHANGES_PER_SECOND - passed();
    if (early > 0.002) await new Promise((resolve) => setTimeout(resolve, early * 1000));
    await restart(to, turn % DATABASES, Math.floor(turn / DATABASES) % MEMBERS);
  });
  process.send?.({ restarts: Object.fromEntries(restarts), seconds: passed(), changes });
}

async function restart(to: PracticeApi, database: number, ordinal: number): Promise<void> {
  const pod = `${nameOf(database)}-${ordinal}`;
  const count = (restarts.get(pod) ?? 0) + 1;
  restarts.set(pod, count);
  await to.patch(`/api/v1/namespaces/${namespaceOf(database)}/pods/${pod}/status`, restarted(count));
}

async function end(code: number): Promise<void> {
  if (isEnding) return;
  isEnding = true;
  api?.close();
  await kubectl?.(['delete', 'namespace', ...namespaces, '--ignore-not-found']);
  await leave?.();
  process.exit(code);
}

async function fail(error: unknown): Promise<void> {
  if (isEnding) return;
  console.error(error);
  await end(1);
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void end(1));
process.on('disconnect', () => void end(1));
process.on('message', (message) => {
  if (message === 'burst' && api) void burst(api).catch(fail);
  else void end(0);
});
await begin().catch(fail);
