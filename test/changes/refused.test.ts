import assert from 'node:assert/strict';
import { describeOnCluster, practise, type Practice } from '../cluster/practice.ts';
import { describeChanges } from '../support/change-cases.ts';
import { CASES } from './refused-cases.ts';

/** Rules that say that the API server refuses a change; a claim template that is renamed is told by what would be worse. */
const REFUSING = /^change\/(?:immutable-field|shrinks-storage|data-orphaned) /u;

describeOnCluster('what the API server says to a change, and what the linter said before', function () {
  this.timeout('5m');
  let practice: Practice;
  const NAMESPACE = 'changes-refused';
  /** Classes belong to no namespace. */
  const here = (text: string): string => text.replaceAll('CLASS', `${NAMESPACE}-class`);

  before(async () => {
    practice = await practise(NAMESPACE);
  });
  after(async () => {
    await practice.kubectl(['delete', 'storageclass', `${NAMESPACE}-class`, '--ignore-not-found']);
    await practice.leave();
  });

  const applied = new Set<string>();
  async function exists(text: string): Promise<void> {
    if (applied.has(text)) return;
    await practice.here(['delete', 'statefulset,deployment,service,pvc', '--all']);
    await practice.kubectl(['delete', 'storageclass', `${NAMESPACE}-class`, '--ignore-not-found']);
    await practice.here(['apply', '--filename=-'], text);
    applied.clear();
    applied.add(text);
  }

  for (const { name, before, after, isRefused } of CASES)
    it(`${isRefused ? 'refused' : 'taken'}: ${name}`, async () => {
      const [was, is] = [here(before), here(after)];
      await exists(was);
      const answer = await practice
        .here(['apply', '--dry-run=server', '--filename=-'], is)
        .then(() => undefined, String);
      assert.equal(answer !== undefined, isRefused, answer ?? 'the API server took it');
      if (answer !== undefined) assert.match(answer, /[Ff]orbidden|immutable|may not change|[Ii]nvalid/u);
      const said = describeChanges({ 'main.yaml': was }, { 'main.yaml': is }).filter((one) => REFUSING.test(one));
      assert.equal(said.length > 0, isRefused, said.join('\n') || 'the linter said nothing');
    });
});
