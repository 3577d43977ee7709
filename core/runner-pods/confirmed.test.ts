import assert from 'node:assert/strict';
import { planOf, switchStep } from '../../test/runner/switches.ts';
import { confirmedSteps, differenceFrom, hasSameSteps } from './confirmed.ts';

const [a, b] = [switchStep('a'), switchStep('b')];
const confirmed = confirmedSteps(planOf([a, b]));

describe('a confirmed plan', () => {
  it('is the same with other estimates, risks, warnings and evidence', () => {
    const later = planOf([{ ...a, estimate: { seconds: 3, from: 'measured' }, risk: 'none' }, b], { warnings: ['w'] });
    assert.equal(differenceFrom(confirmed, later), undefined);
  });

  it('is another with a step less, more, elsewhere or done in another way', () => {
    const difference = (...steps: Parameters<typeof planOf>[0]): string =>
      differenceFrom(confirmed, planOf(steps)) ?? 'none';
    assert.match(difference(a), /«Turn b on» is no longer/u);
    assert.match(difference(a, b, switchStep('c')), /«Turn c on» has come/u);
    assert.match(difference(b, a), /step 1 is now «Turn b on»/u);
    assert.match(difference(a, { ...b, commands: ['turn b on, harder'] }), /«Turn b on» would now be done/u);
    assert.match(difference(a, { ...b, undo: { ...b.undo, commands: [] } }), /in another way/u);
    assert.match(difference(a, { ...b, pointOfNoReturn: true }), /in another way/u);
  });

  it('says why it is refused, where that is why there is no step of it any more', () => {
    const refusals = [{ id: 'R24', kind: 'mend', what: 'Nobody leads.', evidence: 'b: replica', wayOut: '' }] as const;
    assert.equal(differenceFrom(confirmed, planOf([], { refusals })), 'It is refused now: Nobody leads. (b: replica)');
  });

  it('is taken up with the same steps, whatever their words are by then', () => {
    assert.ok(hasSameSteps(confirmed, planOf([{ ...a, title: 'Now' }, b])));
    assert.ok(!hasSameSteps(confirmed, planOf([a])));
    assert.ok(!hasSameSteps(confirmed, planOf([b, a])));
  });
});
