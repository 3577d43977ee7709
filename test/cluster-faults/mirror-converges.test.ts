import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ApiObject, Connection } from '../../core/cluster/connection.ts';
import { openMirror } from '../../core/cluster/mirrors/mirror.ts';
import type { Mirror } from '../../core/cluster/mirrors/mirror-state.ts';
import { RESOURCES } from '../../core/cluster/resources.ts';
import { startProxy, type ApiProxy } from '../chaos/api-proxy/proxy.ts';
import { SAMPLES, SEED } from '../properties/samples.ts';
import { startApiServer, type StubApiServer } from './stub/api-server.ts';
import { connectBy, temporary } from './stub/kubeconfig.ts';
import { step, type Step } from './steps.ts';

/** Pauses so short that a run takes milliseconds. */
const PACE = { batch: 2, first: 2, longest: 20, refused: 15 };
const PATIENCE = { retries: 2, first: 1, longest: 5, failures: 8, rest: 10 };

/** How long a mirror has to find the truth once nothing goes wrong any more, in milliseconds. */
const HEALED_WITHIN = 5000;

const NAMES = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const NAMESPACES = fc.constantFrom('one', 'two', 'three');
const HOWS = fc.constantFrom<'end' | 'reset' | 'half-line'>('end', 'reset', 'half-line');

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ do: fc.constant('put' as const), namespace: NAMESPACES, name: NAMES, value: fc.string() }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('delete' as const), namespace: NAMESPACES, name: NAMES }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('burst' as const), count: fc.integer({ min: 10, max: 300 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('compact' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('bookmarks' as const), on: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('drop' as const), how: HOWS }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('drop-next' as const), how: HOWS, afterLines: fc.nat({ max: 4 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('refuse-next' as const),
      code: fc.constantFrom(403, 410, 429, 500, 503, 504),
      times: fc.integer({ min: 1, max: 4 }),
      verb: fc.constantFrom<'list' | 'watch'>('list', 'watch'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('gone-next' as const), afterLines: fc.nat({ max: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('slow-next' as const), ms: fc.integer({ min: 1, max: 30 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reset-next' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('outage' as const), ms: fc.integer({ min: 0, max: 30 }) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('settle' as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 12 }) }) },
);

/** Objects as text, so that two views can be compared. */
const picture = (objects: Iterable<ApiObject>): string[] =>
  [...objects].map(({ metadata }) => JSON.stringify(metadata)).sort();

/** Adds up what a listener is told. */
function accumulate(mirror: Mirror): Map<string, ApiObject> {
  const told = new Map<string, ApiObject>();
  mirror.onChange(({ changed, removed }) => {
    for (const object of removed) {
      assert.ok(told.delete(object.metadata.uid!), `${object.metadata.name} is removed, but nobody was told of it`);
    }
    for (const object of changed) told.set(object.metadata.uid!, object);
  });
  return told;
}

async function converges(stub: StubApiServer, mirror: Mirror, told: ReadonlyMap<string, ApiObject>): Promise<void> {
  const until = performance.now() + HEALED_WITHIN;
  const wanted = JSON.stringify(picture(stub.objects.values()));
  const views = (): string[] => [mirror.objects, told].map((objects) => JSON.stringify(picture(objects.values())));
  while (performance.now() < until) {
    if (mirror.state.phase === 'live' && views().every((view) => view === wanted)) return;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  assert.deepEqual(picture(told.values()), picture(stub.objects.values()), 'what listeners were told');
  assert.deepEqual(picture(mirror.objects.values()), picture(stub.objects.values()), 'what the mirror holds');
  assert.equal(mirror.state.phase, 'live');
}

describe('A mirror through faults', () => {
  let folder: Awaited<ReturnType<typeof temporary>>;
  before(async () => (folder = await temporary()));
  after(() => folder.remove());

  it('shows the truth after every sequence of changes and faults, and so do the changes that it told', async function () {
    const numRuns = Math.max(200, Math.ceil(SAMPLES / 100));
    this.timeout(60_000 + numRuns * 1000);
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { minLength: 1, maxLength: 40 }), async (steps) => {
        const stub = await startApiServer();
        const proxy = await startProxy({ url: stub.url }, { plain: true });
        let connection: Connection | undefined;
        let mirror: Mirror | undefined;
        try {
          for (const name of ['a', 'b', 'c']) stub.put('one', name);
          connection = await connectBy(folder.folder, proxy.kubeconfig(), { patience: PATIENCE, pageSize: 2 });
          mirror = openMirror(connection, RESOURCES.pods, undefined, { pace: PACE });
          const told = accumulate(mirror);
          await run(steps, stub, proxy, mirror);
          await proxy.heal();
          await converges(stub, mirror, told);
        } finally {
          mirror?.close();
          connection?.close();
          await proxy.close();
          await stub.close();
        }
      }),
      { numRuns, seed: SEED, endOnFailure: false },
    );
  });
});

async function run(steps: readonly Step[], stub: StubApiServer, proxy: ApiProxy, mirror: Mirror): Promise<void> {
  const outages: Promise<void>[] = [];
  for (const one of steps) {
    const outage = await step(one, stub, proxy, mirror);
    if (outage !== undefined) outages.push(outage.over);
  }
  await Promise.all(outages);
}
