// A cluster of 300 databases in 3,000 pods on loopback, in a process of its own. Told `burst`, it changes 1,000 pods a second for ten seconds.
import { StubCluster } from '../editor/stub-cluster.ts';
import { DATABASES, MEMBERS, nameOf, podObject, surroundings } from './inventory-objects.ts';

const CHANGES_PER_SECOND = 1_000;
const SECONDS = 10;
const TICK_MS = 10;

const stub = new StubCluster();
const restarts = new Map<string, number>();

for (const object of surroundings()) stub.put(object);
for (let database = 0; database < DATABASES; database += 1) {
  for (let ordinal = 0; ordinal < MEMBERS; ordinal += 1) stub.put(podObject(database, ordinal, 0));
}
await stub.listen();
process.send?.({ kubeconfig: stub.kubeconfig() });

/** Restarts of one pod after the other, in an order that visits all. */
function burst(): void {
  const begun = performance.now();
  let done = 0;
  const timer = setInterval(() => {
    const due = Math.min(
      SECONDS * CHANGES_PER_SECOND,
      Math.floor(((performance.now() - begun) / 1000) * CHANGES_PER_SECOND),
    );
    for (; done < due; done += 1) restart((done * 7) % DATABASES, Math.floor((done * 7) / DATABASES) % MEMBERS);
    if (done < SECONDS * CHANGES_PER_SECOND) return;
    clearInterval(timer);
    process.send?.({
      restarts: Object.fromEntries(restarts),
      seconds: (performance.now() - begun) / 1000,
      changes: done,
    });
  }, TICK_MS);
}

function restart(database: number, ordinal: number): void {
  const pod = `${nameOf(database)}-${ordinal}`;
  const count = (restarts.get(pod) ?? 0) + 1;
  restarts.set(pod, count);
  stub.put(podObject(database, ordinal, count));
}

process.on('message', (message) => {
  if (message === 'burst') burst();
  else void stub.close().then(() => process.exit());
});
