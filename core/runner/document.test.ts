import assert from 'node:assert/strict';
import { planOf, switchStep } from '../../test/runner/switches.ts';
import { describePlan, planMarkdown, type Step } from './index.ts';

const quick = switchStep('a');
const stop: Step = {
  ...switchStep('b'),
  removesWrites: true,
  deadline: 180,
  risk: 'nobody can write',
  estimate: { seconds: 3, from: 'a guess' },
  commands: ['echo ```'],
};
const plan = planOf([quick, stop, { ...switchStep('c'), pointOfNoReturn: true }], { warnings: ['It is Friday.'] });

describe('describePlan', () => {
  it('is plain JSON', () => {
    const document = describePlan(plan);
    // JSON knows no undefined: what is unknown is left out.
    const rto = { from: document.rto.from };
    assert.deepEqual(JSON.parse(JSON.stringify(document)), { ...document, rto });
    assert.deepEqual(
      document.steps.map(({ removesWrites, pointOfNoReturn, deadline }) => [removesWrites, pointOfNoReturn, deadline]),
      [
        [false, false, 600],
        [true, false, 180],
        [false, true, 600],
      ],
    );
  });
});

describe('planMarkdown', () => {
  const text = planMarkdown(describePlan(plan));

  it('shows steps, commands, and the way back', () => {
    assert.match(text, /### 1\. Turn a on\n\n```sh\nturn a on\n```\n\nUndo: turn a off\n\n```sh\nturn a off\n```/u);
    assert.match(text, /Takes writes away; taken back by itself after 3 min\./u);
    assert.match(text, /Risk: nobody can write/u);
    assert.match(text, /Point of no return/u);
    assert.match(text, /It is Friday\./u);
  });

  it('says what is unknown', () => {
    assert.match(text, /Time without writes: unknown \(never measured\)/u);
  });

  it('lets no command end its block', () => {
    assert.match(text, /````sh\necho ```\n````/u);
  });
});
