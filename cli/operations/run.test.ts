import assert from 'node:assert/strict';
import pico from 'picocolors';
import { MemoryCluster } from '../../test/runner/memory-cluster.ts';
import { on, planOf, switchStep, withSwitches } from '../../test/runner/switches.ts';
import { VirtualClock } from '../../test/runner/virtual-clock.ts';
import { ClusterTrouble } from '../../core/cluster/trouble.ts';
import type { LiveDatabase } from '../../core/inventory/model.ts';
import { LeaseLost, runPlan, type Plan, type Refusal, type Step } from '../../core/runner/index.ts';
import { UsageError } from '../usage-error.ts';
import { chosen, databaseWanted } from './find-database.ts';
import { operate, type RunRequest, type Surroundings } from './run.ts';
import { tellJson } from './tell-json.ts';
import { tellLines } from './tell-lines.ts';

const R6: Refusal = { id: 'R6', kind: 'never', what: 'It deletes claims.', evidence: 'whenScaled', wayOut: 'Retain.' };

interface Play {
  readonly steps?: readonly Step[];
  readonly plan?: Partial<Plan>;
  readonly request?: Partial<RunRequest>;
  readonly around?: Partial<Surroundings>;
  readonly cluster?: MemoryCluster;
  readonly json?: true;
}

/** Runs a toy plan as the command does, on a virtual clock. */
async function play({ steps = [switchStep('a'), switchStep('b')], plan, request, around, cluster, json }: Play = {}) {
  const memory = cluster ?? withSwitches(new MemoryCluster());
  const clock = new VirtualClock();
  const saved: [string, string][] = [];
  let text = '';
  const sheet = {
    write: (more: string) => {
      text += more;
    },
    colors: pico.createColors(false),
  };
  const work = operate(
    {
      connection: memory.connect(),
      // The toy plans without looking at it.
      database: {} as LiveDatabase,
      operation: { id: 'restart', title: 'Restart', plan: () => Promise.resolve(planOf(steps, plan)) },
      parameters: {},
      id: 'abcd2345',
      by: 'anna',
      holder: 'anna@laptop',
      dryRun: false,
      exportTo: undefined,
      yes: true,
      confirm: undefined,
      accept: [],
      protection: 'none',
      ask: undefined,
      ...request,
    },
    {
      ...sheet,
      teller: json ? tellJson(request?.id ?? 'abcd2345', sheet.write) : tellLines(sheet),
      runners: (_, plan) => Promise.resolve({ plan, inPods: false }),
      save: (file, content) => {
        saved.push([file, content]);
        return Promise.resolve();
      },
      onInterrupt: () => () => undefined,
      run: (options) => runPlan({ ...options, ...clock.times }),
      ...around,
    },
  );
  const code = await clock.during(work);
  return { code, text, saved, on: on(memory), memory };
}

const failing = (id: string): Step => switchStep(id, { act: () => Promise.reject(new Error('it broke')) });

describe('plinth stop, start, restart', () => {
  it('shows the plan, runs it, and tells each step and the end', async () => {
    const { code, text, on: switches } = await play();
    assert.equal(code, 0);
    assert.equal(switches, 'a b');
    assert.match(text, /^Turn orders on\nAll is on\.\n/u);
    assert.match(text, /^ 1\. Turn a on\n {6}turn a on\n {4}undo: turn a off$/mu);
    assert.match(text, /^Time without writes \? \(never measured\)$/mu);
    assert.match(text, /^\[2\/2\] Turn b on – done: b is on$/mu);
    assert.match(text, /Turn orders on: done after [\d.]+ s\. Journal: abcd2345\n$/u);
  });

  it('ends after the plan where it is only tried', async () => {
    const possible = await play({ request: { dryRun: true } });
    assert.deepEqual([possible.code, possible.on], [0, '']);
    assert.equal(possible.memory.object('ConfigMap', 'plinth-op-abcd2345'), undefined);
    const refused = await play({ request: { dryRun: true }, plan: { refusals: [R6] } });
    assert.equal(refused.code, 3);
    assert.match(refused.text, /Refused \(R6\): It deletes claims\.\n {2}seen: whenScaled\n {2}way out: Retain\./u);
  });

  it('refuses what the plan refuses and what one may not, and changes nothing', async () => {
    const { code, on: switches } = await play({ plan: { refusals: [R6] } });
    assert.deepEqual([code, switches], [3, '']);
    const cluster = withSwitches(new MemoryCluster());
    cluster.forbidden.add('create leases');
    const lacking = await play({ cluster });
    assert.deepEqual([lacking.code, lacking.on], [3, '']);
    assert.match(lacking.text, /Refused \(R8\): You may not create leases/u);
  });

  it('keeps the plan in a file, as Markdown or JSON', async () => {
    const { saved } = await play({ request: { dryRun: true, exportTo: 'plan.md' } });
    assert.match(saved[0]?.[1] ?? '', /^# Turn orders on\n/u);
    const json = await play({ request: { dryRun: true, exportTo: 'plan.json' }, plan: { refusals: [R6] } });
    const kept = JSON.parse(json.saved[0]?.[1] ?? '') as { steps: unknown[]; refusals: unknown };
    assert.equal(kept.steps.length, 2);
    assert.deepEqual(kept.refusals, [R6]);
  });

  it('says with code 4 that it failed and was taken back', async () => {
    const { code, text, on: switches } = await play({ steps: [switchStep('a'), failing('b')] });
    assert.deepEqual([code, switches], [4, '']);
    assert.match(text, /Taking back: /u);
    assert.match(text, /it broke/u);
  });

  it('says with code 5 what a person has to do', async () => {
    const stuck = switchStep('a');
    const undo = { ...stuck.undo, act: () => Promise.reject(new Error('no')) };
    const { code, text } = await play({ steps: [{ ...stuck, undo }, failing('b')] });
    assert.equal(code, 5);
    assert.match(text, /^to do: .*turn a off/mu);
  });

  it('says with code 7 that another operation is open, or that this one was overtaken', async () => {
    const cluster = withSwitches(new MemoryCluster());
    const run = () => Promise.reject(new LeaseLost('ben has taken it.', 'ben'));
    const lost = await play({ cluster, around: { run } });
    assert.equal(lost.code, 7);
    assert.match(lost.text, /ben has taken it\./u);
    const hanging = await play({ cluster, request: { id: 'other123' } });
    assert.equal(hanging.code, 0);
    const journal = cluster.object('ConfigMap', 'plinth-op-other123');
    assert.ok(journal);
    const { 'journal.json': text = '' } = journal['data'] as Record<string, string>;
    cluster.put('ConfigMap', {
      ...journal,
      data: { 'journal.json': text.replace('"phase":"done"', '"phase":"running"') },
    });
    const second = await play({ cluster });
    assert.equal(second.code, 7);
    assert.match(second.text, /Refused \(R9\): Another operation/u);
  });

  it('gives one event in a line of JSON, the plan first and the record last', async () => {
    const { code, text } = await play({ json: true });
    assert.equal(code, 0);
    const lines = text
      .trimEnd()
      .split('\n')
      .map((one) => JSON.parse(one) as Record<string, unknown>);
    assert.deepEqual([lines[0]?.['type'], lines.at(-1)?.['type'], lines.at(-1)?.['code']], ['plan', 'end', 0]);
    const done = lines.filter(({ type, state }) => type === 'step' && state === 'done').map(({ step }) => step);
    assert.deepEqual(done, ['a', 'b']);
  });
});

describe('the word of a person', () => {
  const typed = { danger: 'typed' } as const;
  const asked = (answer: string) => ({ yes: false, ask: () => Promise.resolve(answer) });

  it('is wanted: --yes, and the name where the plan is dangerous', async () => {
    for (const request of [{ yes: false }, { yes: true }, { yes: false, confirm: 'orders' }])
      await assert.rejects(play({ plan: typed, request }), /Without a terminal, say it with --yes --confirm orders/u);
    await assert.rejects(play({ request: { yes: false } }), UsageError);
    assert.equal((await play({ plan: typed, request: { confirm: 'orders' } })).code, 0);
    assert.equal((await play({ plan: { danger: 'free' }, request: { yes: false } })).code, 0);
  });

  it('is not taken for another database', async () => {
    await assert.rejects(play({ request: { confirm: 'order' } }), /the database is «orders»/u);
  });

  it('is asked for on a terminal, and no is no', async () => {
    assert.equal((await play({ plan: typed, request: asked('orders') })).code, 0);
    assert.equal((await play({ request: asked('y') })).code, 0);
    for (const play1 of [{ plan: typed, request: asked('yes') }, { request: asked('') }, { request: asked('n') }]) {
      const { code, on: switches, text } = await play(play1);
      assert.deepEqual([code, switches], [3, '']);
      assert.match(text, /Nothing was changed/u);
    }
  });

  it('is the name in a protected context, --yes or not, free or not', async () => {
    const protection = 'confirm';
    for (const danger of ['free', 'confirmed', 'typed'] as const) {
      await assert.rejects(play({ plan: { danger }, request: { protection } }), /--yes --confirm orders/u);
      assert.equal((await play({ plan: { danger }, request: { protection, confirm: 'orders' } })).code, 0);
      assert.equal((await play({ plan: { danger }, request: { protection, ...asked('y') } })).code, 3);
    }
  });
});

describe('refusals that a person may accept', () => {
  const R24: Refusal = { id: 'R24', kind: 'typed', what: 'The lag is unknown.', evidence: 'none', wayOut: 'Wait.' };
  const asked = (answer: string) => ({ ask: () => Promise.resolve(answer), confirm: 'orders' });
  const acceptedIn = (memory: MemoryCluster): unknown => {
    const { 'journal.json': text = '{}' } = (memory.object('ConfigMap', 'plinth-op-abcd2345')?.['data'] ??
      {}) as Record<string, string>;
    return (JSON.parse(text) as { accepted?: unknown }).accepted;
  };

  it('keep it from running until they are named, and stand in the journal then', async () => {
    const refused = await play({ plan: { refusals: [R24] } });
    assert.deepEqual([refused.code, refused.on], [3, '']);
    const {
      code,
      on: switches,
      memory,
      text,
    } = await play({ plan: { refusals: [R24] }, request: { accept: ['R24'] } });
    assert.deepEqual([code, switches], [0, 'a b']);
    assert.deepEqual(acceptedIn(memory), ['R24']);
    assert.match(text, /Accepted by a person: R24\./u);
  });

  it('are typed at a terminal, each by its id', async () => {
    assert.equal((await play({ plan: { refusals: [R24] }, request: asked('R24') })).code, 0);
    assert.deepEqual((await play({ plan: { refusals: [R24] }, request: asked('yes') })).on, '');
  });

  it('are none of those that nothing sets aside', async () => {
    const { code, on: switches } = await play({
      plan: { refusals: [R24, R6] },
      request: { accept: ['R24', 'R6'], ...asked('R6') },
    });
    assert.deepEqual([code, switches], [3, '']);
  });
});

describe('Ctrl-C', () => {
  it('once takes the operation back', async () => {
    let interrupt = (): void => undefined;
    const b = switchStep('b');
    const act: Step['act'] = async (hand) => {
      interrupt();
      await hand.sleep(600_000);
    };
    const {
      code,
      text,
      on: switches,
    } = await play({
      steps: [switchStep('a'), { ...b, act }],
      around: {
        onInterrupt: (listener) => {
          interrupt = listener;
          return () => undefined;
        },
      },
    });
    assert.deepEqual([code, switches], [6, '']);
    assert.match(text, /^Cancelled: it is taken back/mu);
  });

  it('twice leaves it, and says how it goes on', async () => {
    let interrupt = (): void => undefined;
    const { code, text } = await play({
      around: {
        onInterrupt: (listener) => {
          interrupt = listener;
          return () => undefined;
        },
        run: () => {
          interrupt();
          interrupt();
          return new Promise(() => undefined);
        },
      },
    });
    assert.equal(code, 5);
    assert.match(text, /It waits in its journal abcd2345\. `plinth resume abcd2345 -n shop` goes on/u);
  });
});

describe('a program that is cut off', () => {
  const cutOff = (error: Error) =>
    play({
      around: {
        run: async (options) => {
          const clock = new VirtualClock();
          await clock.during(runPlan({ ...options, ...clock.times }));
          throw error;
        },
      },
    });

  it('says what stood, and how it goes on', async () => {
    const { code, text } = await cutOff(new ClusterTrouble('unreachable', 'The cluster does not answer.'));
    assert.equal(code, 1);
    assert.match(text, /^Interrupted: The cluster does not answer\. Last seen: done, 2 of 2 steps done\./mu);
    assert.match(
      text,
      /`plinth resume abcd2345 -n shop` goes on with it, `plinth rollback abcd2345 -n shop` takes it/u,
    );
  });

  it('needs a person where its Lease ran out and nobody has it', async () => {
    const { code, text } = await cutOff(new LeaseLost('The Lease could not be renewed.'));
    assert.equal(code, 5);
    assert.match(text, /^Interrupted: The Lease could not be renewed\./mu);
  });

  it('is trouble as before where nothing was begun', async () => {
    const run = () => Promise.reject(new ClusterTrouble('unreachable', 'The cluster does not answer.'));
    await assert.rejects(play({ around: { run } }), ClusterTrouble);
  });
});

describe('naming a database', () => {
  const orders = { id: 'shop/StatefulSet/orders/db', namespace: 'shop', name: 'orders', workload: { name: 'orders' } };
  const two = [orders, { ...orders, id: 'shop/StatefulSet/orders/redis', name: 'orders-redis' }] as LiveDatabase[];

  it('takes namespace/name, or a name with a namespace', () => {
    assert.deepEqual(databaseWanted('shop/orders', []), { namespace: 'shop', name: 'orders' });
    assert.deepEqual(databaseWanted('orders', ['shop'], 'x'), { namespace: 'shop', name: 'orders' });
    assert.deepEqual(databaseWanted('orders', [], 'x'), { namespace: 'x', name: 'orders' });
    assert.deepEqual(databaseWanted('orders', []), { namespace: 'default', name: 'orders' });
    for (const text of ['', '/', 'a/', '/a', 'a/b/c']) assert.throws(() => databaseWanted(text, []), UsageError);
    assert.throws(() => databaseWanted('shop/orders', ['other']), /not in the namespace other/u);
  });

  it('says what there is where it is not, and does not choose among several', () => {
    assert.equal(chosen(two, { namespace: 'shop', name: 'orders-redis' }).id, 'shop/StatefulSet/orders/redis');
    assert.throws(() => chosen(two, { namespace: 'shop', name: 'x' }), /There are: orders, orders-redis\./u);
    assert.throws(() => chosen(two, { namespace: 'other', name: 'x' }), /No database is seen in other/u);
    assert.throws(() => chosen(two, { namespace: 'shop', name: 'orders' }), /Several servers go by shop\/orders/u);
  });
});
