import assert from 'node:assert/strict';
import type { PlanDocument, StepDocument } from '../../../core/runner/document.ts';
import type { JournalRecord } from '../../../core/runner/journal-model.ts';
import { missingConsent, missingForTakingUp } from './consent.ts';
import { html } from './html.ts';
import { readKept, readPageMessage, readShowMessage } from './messages.ts';
import { page, partsOf, PARTS, spoken } from './page.ts';
import type { OperationSeen } from './seen.ts';
import type { Told } from './told.ts';

const HOSTILE = `</script><img src=x onerror="alert(1)">'&\u202e`;

const step = (id: string, more: Partial<StepDocument> = {}): StepDocument => ({
  id,
  title: `Do ${id}`,
  commands: [`kubectl ${id}`],
  needs: [],
  removesWrites: false,
  pointOfNoReturn: false,
  always: false,
  deadline: 600,
  ...more,
});

const plan: PlanDocument = {
  schema: 1,
  operation: 'stop',
  database: { namespace: 'shop', kind: 'StatefulSet', name: 'orders' },
  parameters: {},
  title: 'Stop orders',
  outcome: 'No pod runs, and every claim is kept.',
  danger: 'typed',
  steps: [
    step('close-door', {
      removesWrites: true,
      deadline: 45,
      undo: { title: 'open the door', commands: ['kubectl open'] },
    }),
    step('scale', {
      pointOfNoReturn: true,
      risk: 'open transactions',
      estimate: { seconds: 12, from: 'the last stop' },
    }),
  ],
  refusals: [],
  warnings: ['Argo CD owns it.'],
  rpo: { seconds: 0, from: 'replicas confirm' },
  rto: { seconds: undefined, from: 'until it is started' },
};

const record: JournalRecord = {
  schema: 1,
  id: 'k3v9x2ab',
  operation: 'stop',
  database: plan.database,
  parameters: {},
  accepted: [],
  title: plan.title,
  phase: 'running',
  by: 'anna',
  started: 1_000_000,
  epoch: 1,
  steps: [
    {
      id: 'close-door',
      title: 'Do close-door',
      state: 'done',
      started: 1_000_000,
      ended: 1_002_300,
      evidence: 'closed',
    },
    {
      id: 'scale',
      title: 'Do scale',
      state: 'running',
      started: 1_002_300,
      progress: { text: '2 of 3 pods gone', part: 0.66, at: 1_003_000 },
    },
  ],
  facts: {},
  expected: { rpo: plan.rpo, rto: plan.rto },
};

const seen = (more: Partial<OperationSeen> = {}): OperationSeen => ({
  context: { name: 'prod', label: undefined, protection: 'none' },
  database: { namespace: 'shop', name: 'orders' },
  plan,
  record: undefined,
  runner: 'nobody',
  told: [],
  busy: undefined,
  problem: undefined,
  ...more,
});

const text = (more: Partial<OperationSeen> = {}): string =>
  Object.values(partsOf(seen(more)))
    .join('\n')
    .replaceAll(/\s+/gu, ' ');

/** Every text of a value replaced; numbers and names of states stay. */
const KEPT = new Set(['danger', 'kind', 'phase', 'state', 'operation', 'protection', 'runner', 'wish']);
function hostile<T>(value: T, key = ''): T {
  if (typeof value === 'string') return (KEPT.has(key) ? value : HOSTILE) as T;
  if (Array.isArray(value)) return value.map((one: unknown) => hostile(one, key)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, hostile(one as unknown, name)])) as T;
}

describe('the page of an operation', () => {
  it('escapes what is put into a template, and shows signs that are not seen', () => {
    assert.equal(html`<b title="${'"'}">${HOSTILE}</b>`.text.includes('<img'), false);
    assert.match(html`${HOSTILE}`.text, /\\u\{202e\}/u);
    assert.equal(html`${[html`<i></i>`, html`<u></u>`]}${undefined}${false}${0}`.text, '<i></i><u></u>0');
  });

  it('reads like a checklist', () => {
    const shown = text();
    for (const wanted of [
      'Stop orders',
      'No pod runs, and every claim is kept.',
      '0 s <span class="from">(replicas confirm)',
      'unknown <span class="from">(until it is started)',
      'Argo CD owns it.',
      'kubectl close-door',
      'open the door',
      'taken back by itself after 45 s',
      'open transactions',
      'about 12 s',
    ])
      assert.ok(shown.includes(wanted), wanted);
    assert.ok(shown.indexOf('Do close-door') < shown.indexOf('Point of no return'));
    assert.ok(shown.indexOf('Point of no return') < shown.indexOf('Do scale'));
    assert.match(shown, /data-wanted="orders"/u);
    // «Everything before step 6 of 11»: the point of no return, which stands between them, is not counted.
    const numbers = [...shown.matchAll(/<li value="(\d+)"/gu)].map(([, number]) => Number(number));
    assert.deepEqual(
      numbers,
      [...numbers.keys()].map((index) => index + 1),
    );
    assert.ok(numbers.length > 1);
  });

  it('refuses with evidence and way out, and does not run', () => {
    const refusals = [
      { id: 'R6', kind: 'never', what: 'Claims would go', evidence: 'whenScaled: Delete', wayOut: 'Set Retain.' },
    ] as const;
    const refused = seen({ plan: { ...plan, refusals } });
    const shown = text(refused);
    assert.match(shown, /R6.*Claims would go.*whenScaled: Delete.*Set Retain\./u);
    assert.match(shown, /id="button:run"[^>]* disabled/u);
    assert.match(missingConsent(refused, { name: 'orders', accepted: ['R6'] }) ?? '', /refused/u);
    assert.doesNotMatch(text({ plan: { ...plan, steps: [], refusals } }), /nothing to do/u);
    assert.doesNotMatch(text({ plan: undefined, busy: 'Reading …' }), /nothing to do/u);
    assert.match(text({ plan: { ...plan, steps: [] } }), /nothing to do/u);
  });

  it('runs only with what must be typed', () => {
    const refusals = [{ id: 'R24', kind: 'typed', what: 'Lag unknown', evidence: '?', wayOut: 'Wait.' }] as const;
    const asked = seen({ plan: { ...plan, refusals } });
    assert.match(missingConsent(asked, { name: 'order', accepted: ['R24'] }) ?? '', /Type «orders»/u);
    assert.match(missingConsent(asked, { name: 'orders', accepted: [] }) ?? '', /Type «R24»/u);
    assert.equal(missingConsent(asked, { name: 'orders', accepted: ['R24'] }), undefined);
    const free = { ...plan, danger: 'free' } as const;
    assert.equal(missingConsent(seen({ plan: free }), { name: '', accepted: [] }), undefined);
    const guarded = { name: 'prod', label: undefined, protection: 'confirm' } as const;
    assert.match(missingConsent(seen({ plan: free, context: guarded }), { name: '', accepted: [] }) ?? '', /Type/u);
    const closed = { ...guarded, protection: 'read-only' } as const;
    assert.match(missingConsent(seen({ context: closed }), { name: 'orders', accepted: [] }) ?? '', /read-only/u);
    assert.match(missingConsent(seen({ record }), { name: 'orders', accepted: [] }) ?? '', /begun/u);
  });

  it('shows how it goes: states, progress, time beside what was expected', () => {
    const shown = text({ record, runner: 'here' });
    assert.match(shown, /2\.3 s/u);
    assert.match(shown, /<progress max="100" value="66"/u);
    assert.match(shown, /2 of 3 pods gone/u);
    assert.match(shown, /aria-current="step"/u);
    assert.match(shown, /expected about 12 s/u);
    assert.match(shown, /Step 2 of 2: Do scale/u);
    assert.match(shown, /data-send="cancel"/u);
    assert.doesNotMatch(shown, /data-send="(?:run|resume)"/u);
    assert.equal(spoken(seen({ record, runner: 'here' })), 'Stop orders: running, Do scale');
  });

  it('offers to take up or take back what nobody is at, and nothing where it has ended', () => {
    const left = text({ record });
    assert.match(left, /Nobody is at it/u);
    assert.match(left, /data-send="resume"/u);
    assert.match(left, /data-send="roll-back"/u);
    const done = text({
      record: { ...record, phase: 'done', ended: 1_060_000, measured: { rtoSeconds: 14.2, bytes: 2048 } },
    });
    assert.doesNotMatch(done, /data-send="(?:run|resume|cancel|roll-back)"/u);
    assert.match(done, /Time without writes \(RTO\).*14 s.*unknown.*Bytes.*2 KiB/u);
  });

  it('asks for the name before it is taken up, where the context always asks', () => {
    const context = { name: 'prod', label: undefined, protection: 'confirm' } as const;
    const left = { record, context };
    assert.match(text(left), /data-wanted="orders".*data-send="resume"[^>]*data-waits="yes"/u);
    assert.match(missingForTakingUp(seen(left), 'order') ?? '', /Type «orders»/u);
    assert.equal(missingForTakingUp(seen(left), 'orders'), undefined);
    assert.equal(missingForTakingUp(seen({ record }), ''), undefined);
    assert.doesNotMatch(text({ record }), /data-wanted/u);
    assert.match(missingForTakingUp(seen({ record, runner: 'here' }), 'orders') ?? '', /Somebody is at it/u);
    const closed = { ...context, protection: 'read-only' } as const;
    assert.match(missingForTakingUp(seen({ record, context: closed }), 'orders') ?? '', /read-only/u);
  });

  it('counts on only while somebody is at it', () => {
    assert.match(text({ record, runner: 'elsewhere' }), /Under way: running.*data-since="1000000"/u);
    const left = text({ record });
    assert.doesNotMatch(left, /data-since|Under way/u);
    assert.match(left, /Left half-way, at «Do scale».*the last sign of life was at 1970-01-01 00:16:43 UTC/u);
    assert.match(left, /class="step interrupted" aria-current="step".*running when it was left/u);
    assert.equal(spoken(seen({ record })), 'Stop orders: left half-way, Do scale');
    const attention = text({ record: { ...record, phase: 'needs-attention', ended: 1_060_000 } });
    assert.match(attention, /Ended: needs attention.*60 s, until/u);
    assert.doesNotMatch(attention, /data-since/u);
    assert.match(text({ record: { ...record, phase: 'undoing' } }), /Left half-way, while it was being taken back/u);
  });

  it('keeps what the steps told, each line once', () => {
    const say = (at: number, line: string): Told => ({ at, step: 'scale', text: line });
    const told = [say(1_000_000, 'one'), say(1_001_000, 'one'), say(1_002_000, '<b>two')];
    const shown = text({ record, runner: 'here', told });
    assert.match(shown, /Log, 2 lines.*1970-01-01 00:16:40 UTC {1,2}Do scale: one.*Do scale: &lt;b&gt;two/u);
    assert.doesNotMatch(text({ record }), /Log,/u);
  });

  it('says what a restore test found: it can have done its work, and the backup be bad', () => {
    const ended = { ...record, phase: 'done', ended: 1_060_000 } as const;
    const of = (outcome: string, ...findings: string[]): Partial<OperationSeen> => ({
      record: { ...ended, facts: { outcome: { outcome, findings } } },
    });
    const bad = of('failed', 'the archive was read', 'FAULT: <b>a page is broken');
    assert.match(text(bad), /The backup failed its restore test.*class="fault">FAULT: &lt;b&gt;a page is broken/u);
    assert.equal(spoken(seen(bad)), 'Stop orders: done, Do scale, the backup failed its restore test');
    assert.match(text(of('verified', 'orders has 20000 rows')), /The backup is verified.*orders has 20000 rows/u);
    for (const facts of [{}, { outcome: 'verified' }, { outcome: [] }, { outcome: { outcome: 'fine' } }])
      assert.doesNotMatch(text({ record: { ...ended, facts } }), /class="verdict/u);
  });

  it('says which rights a step needs, and how far there is a way back', () => {
    const resource = { group: 'apps', version: 'v1', plural: 'statefulsets', kind: 'StatefulSet', namespaced: true };
    const needs = [{ verb: 'patch', resource, subresource: 'scale', namespace: 'shop' }];
    const [first = step('x'), ...rest] = plan.steps;
    assert.match(
      text({ plan: { ...plan, steps: [{ ...first, needs }, ...rest] } }),
      /patch statefulsets\.apps\/scale in shop/u,
    );
    assert.match(
      text(),
      /Everything before step 2 of 2 can be taken back, and nothing after it\. While writes are away/u,
    );
    assert.match(
      text({ plan: { ...plan, steps: [step('a'), step('b')] } }),
      /Until the end, everything that it changes can be taken back/u,
    );
  });

  it('draws what is measured, in words too', () => {
    const told = [0, 40, 20].map((bytes, index) => ({
      at: 1_000_000 + index * 1000,
      step: 'scale',
      text: '',
      measures: { lagBytes: bytes },
    }));
    const shown = text({ record, runner: 'here', told });
    assert.match(shown, /<figcaption id="chart:lagBytes">Lag: 20 B last, 40 B at most/u);
    assert.match(shown, /<path class="line" d="M84,108C[-0-9.,C]+" ?\/>/u);
    assert.doesNotMatch(shown, /NaN|Infinity|style=/u);
    const still = told.map((one) => ({ ...one, measures: { lagBytes: 0 } }));
    assert.doesNotMatch(text({ record, told: still }), /NaN|Infinity/u);
  });

  it('holds commands for a person who must act', () => {
    const shown = text({
      record: {
        ...record,
        phase: 'needs-attention',
        reason: 'the undo failed',
        attention: ['kubectl scale sts orders'],
      },
    });
    assert.match(shown, /the undo failed.*kubectl scale sts orders/u);
  });

  it('lets no text out of its place', () => {
    const refusals = [{ id: 'R24', kind: 'typed', what: '', evidence: '', wayOut: '' }] as const;
    const attention = [''];
    for (const one of [
      seen({ plan: { ...plan, refusals }, problem: '' }),
      seen({ record: { ...record, reason: '', attention }, runner: 'elsewhere' }),
    ]) {
      const parts = Object.values(partsOf(hostile(one))).join('');
      assert.ok(parts.includes('&lt;img src=x'), 'the texts are shown');
      assert.doesNotMatch(parts, /<img|<script|<\/script|\u202e/u);
      // A quote of theirs in an attribute would end it.
      assert.doesNotMatch(parts, /onerror="/u);
    }
  });

  it('allows one script and one style, and no network', () => {
    const whole = page(hostile(seen()), { nonce: 'abc', script: 'https://host/operation-view.js' });
    assert.match(whole, /default-src 'none'|default-src &#39;none&#39;/u);
    assert.equal(whole.match(/<script/gu)?.length, 1);
    assert.doesNotMatch(whole, /unsafe-inline|connect-src|\son\w+="/u);
    for (const part of PARTS) assert.ok(whole.includes(`id="${part}"`));
  });
});

describe('messages of an operation’s page', () => {
  it('are read where they are exactly right', () => {
    assert.deepEqual(readPageMessage({ type: 'cancel', more: 1 }), { type: 'cancel' });
    assert.deepEqual(readPageMessage({ type: 'resume', name: 'orders' }), { type: 'resume', name: 'orders' });
    const run = { type: 'run', name: 'orders', accepted: ['R24'] };
    assert.deepEqual(readPageMessage(run), run);
    assert.deepEqual(readPageMessage({ type: 'export', format: 'json' }), { type: 'export', format: 'json' });
    const kept = { context: 'prod', namespace: 'shop', id: 'k3v9x2ab', begun: true };
    assert.deepEqual(readKept(kept), kept);
    const show = { type: 'show', parts: { head: '<h1></h1>' }, say: '', keep: kept };
    assert.deepEqual(readShowMessage(show), show);
  });

  it('are dropped where they are not', () => {
    for (const value of [
      undefined,
      'run',
      [],
      { type: 'eval' },
      { type: 'run', name: 1, accepted: [] },
      { type: 'run', name: 'orders', accepted: [1] },
      { type: 'run', name: 'x'.repeat(1000), accepted: [] },
      { type: 'export', format: '../x' },
      { type: 'copy' },
      { type: 'resume' },
      { type: 'roll-back', name: 1 },
    ])
      assert.equal(readPageMessage(value), undefined, JSON.stringify(value));
    assert.equal(readShowMessage({ type: 'show', parts: { head: 1 }, say: '', keep: null }), undefined);
    assert.equal(readKept({ context: 'prod', begun: true }), undefined);
  });
});
