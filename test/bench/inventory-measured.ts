// The process that is measured: an inventory of the context of KUBECONFIG, and nothing else. Talks with the bench by messages.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { connect, readContexts } from '../../core/cluster/index.ts';
import { openInventory, type LiveDatabase } from '../../core/inventory/index.ts';

const { contexts } = await readContexts();
const context = contexts.find(({ current }) => current);
if (context === undefined) throw new Error('no context to measure');
const wanted = Number(process.env['PLINTH_BENCH_DATABASES']);
const prefix = process.env['PLINTH_BENCH_PREFIX'] ?? '';

const before = process.cpuUsage();
const begun = performance.now();
const connection = connect(context);
// Members are not asked: nothing runs behind the stub.
const inventory = openInventory(connection, { asking: false });
await new Promise<void>((resolve) => {
  const unlisten = inventory.onChange(() => {
    if (benched().length < wanted) return;
    unlisten();
    resolve();
  });
});

/** The bench's own databases: others may have some in the same cluster. */
function benched(): LiveDatabase[] {
  return [...inventory.databases.values()].filter(({ namespace }) => namespace.startsWith(prefix));
}

const { user, system } = process.cpuUsage(before);
const wall = performance.now() - begun;
const members = benched().reduce((sum, database) => sum + database.members.length, 0);
process.send?.({ cpu: (user + system) / 1000, wall, members, rss: process.memoryUsage().rss });

/** The restarts of all members that have any, as the inventory shows them. */
function restarts(): Record<string, number> {
  const all = benched().flatMap((database) => database.members);
  return Object.fromEntries(all.filter((one) => one.restarts > 0).map((one) => [one.pod.name, one.restarts]));
}

const delay = monitorEventLoopDelay({ resolution: 5 });
let cpu = process.cpuUsage();
process.on('message', (message) => {
  if (message === 'begin') {
    delay.enable();
    cpu = process.cpuUsage();
  } else if (message === 'look') {
    const used = process.cpuUsage(cpu);
    const peak = process.resourceUsage().maxRSS * 1024;
    const [p99, longest] = [delay.percentile(99) / 1e6, delay.max / 1e6];
    process.send?.({ restarts: restarts(), p99, longest, peak, cpu: (used.user + used.system) / 1000 });
  } else if (message === 'heap') {
    // Only now: whoever can collect at will would be measured otherwise.
    setFlagsFromString('--expose-gc');
    (runInNewContext('gc') as () => void)();
    process.send?.({ heap: process.memoryUsage().heapUsed });
  } else {
    inventory.close();
    connection.close();
    process.disconnect();
  }
});
