// What the core makes passes our own linter; core may not import it, so its tests stand here.
import assert from 'node:assert/strict';
import { gunzipSync } from 'node:zlib';
import type { Right } from '../../core/cluster/connection.ts';
import { RESOURCES } from '../../core/cluster/resources.ts';
import { IMAGE, runnerJob } from '../../core/runner-pods/job.ts';
import { runAccount, runBinding, runConfigMap, runRole } from '../../core/runner-pods/manifests.ts';
import { requestFor } from '../../core/runner-pods/request.ts';
import { planOf, switchStep } from '../runner/switches.ts';
import { allFindings, describeFinding, linterOf } from '../support/workspace.ts';
import { bundleOf } from './bundle.ts';

const request = requestFor({ plan: planOf([switchStep('a')]), id: 'abcd2345', by: 'anna' }, 'plinth test');
const owner = { uid: 'u1' };
const right = (verb: string, more: Partial<Right> = {}): Right => ({
  verb,
  resource: RESOURCES.statefulSets,
  namespace: 'shop',
  ...more,
});
const rights = [right('patch'), right('get'), right('get', { name: 'orders' }), right('get', { subresource: 'scale' })];

describe('manifests of runner pods', () => {
  it('have not a single finding', () => {
    const manifests = [
      runnerJob(request, { image: IMAGE, account: 'plinth-run-abcd2345' }),
      runConfigMap(request, { runner: 'program' }, owner),
      runAccount(request, owner),
      runRole(request, rights, owner),
      runBinding(request, owner),
    ];
    const files = Object.fromEntries(manifests.map((one, index) => [`${index}.yaml`, JSON.stringify(one)]));
    assert.deepEqual(allFindings(linterOf(files)).map(describeFinding), []);
  });

  it('give one rule for each resource, and names only where a verb takes one', () => {
    const { rules } = runRole(request, [...rights, right('create', { name: 'orders' })], owner);
    assert.deepEqual(rules, [
      { apiGroups: ['apps'], resources: ['statefulsets'], verbs: ['create', 'get', 'patch'] },
      { apiGroups: ['apps'], resources: ['statefulsets'], resourceNames: ['orders'], verbs: ['get'] },
      { apiGroups: ['apps'], resources: ['statefulsets/scale'], verbs: ['get'] },
    ]);
  });

  it('belong to the Job, all of them', () => {
    for (const one of [
      runConfigMap(request, { runner: '' }, owner),
      runAccount(request, owner),
      runRole(request, [], owner),
      runBinding(request, owner),
    ]) {
      const [first] = one.metadata['ownerReferences'] as { kind: string; uid: string }[];
      assert.deepEqual([first?.kind, first?.uid], ['Job', 'u1']);
    }
  });

  it('hold both shipped programs within the limit of a ConfigMap', async function () {
    this.timeout(30_000);
    const runner = await bundleOf('core/runner-pods/pod/main.ts');
    const mover = await bundleOf('core/backups/mover/main.ts');
    const { binaryData } = runConfigMap(request, { runner, mover }, owner) as unknown as {
      binaryData: Record<string, string>;
    };
    const packed = Buffer.from(binaryData['runner.cjs.gz'] ?? '', 'base64');
    assert.ok(packed.length > 100_000 && packed.length < 600_000, `${packed.length} bytes`);
    assert.equal(gunzipSync(packed).toString('utf8'), runner);
    assert.throws(() => runConfigMap(request, { runner: noise(2_000_000) }, owner), /does not fit/u);
  });
});

/** Text that cannot be packed well. */
function noise(length: number): string {
  let text = '';
  for (let number = 1; text.length < length; number = (number * 48_271) % 2_147_483_647) text += number.toString(36);
  return text;
}
