import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { patroniLag, readPatroniLeader, readPatroniMember } from '../../engines/postgresql/patroni.ts';
import { HERE } from '../cluster/places.ts';
import { becomes, describeOnCluster } from '../cluster/practice.ts';
import { until } from '../cluster/wait.ts';
import { Lab } from './lab.ts';

interface Annotated {
  readonly metadata: { readonly annotations?: Readonly<Record<string, string>> };
}

describeOnCluster('asking PostgreSQL under Patroni', function () {
  this.timeout('6m');
  let lab: Lab;
  before(async () => {
    lab = await Lab.open('live-engines-patroni');
    await lab.practice.here(['apply', '--filename=-'], await readFile(join(HERE, 'fixtures/patroni.yaml'), 'utf8'));
    for (const pod of ['ha-0', 'ha-1'])
      await becomes(lab.practice.here, ['pod', pod], '.status.containerStatuses[0].ready', 'true');
  });
  after(() => lab.close());

  const annotations = async (kind: string, name: string) =>
    (JSON.parse(await lab.practice.here(['get', kind, name, '--output=json'])) as Annotated).metadata.annotations ?? {};
  const told = async (pod: string) => readPatroniMember((await annotations('pod', pod))['status']);
  const leader = async () => readPatroniLeader(await annotations('endpoints', 'ha'));

  it('says the same in the annotations of the API as the engine itself', async () => {
    const first = await until(
      'a leader',
      { seconds: 60, advice: 'Look at the logs of ha-0.' },
      async () => (await leader())?.leader,
    );
    const second = first === 'ha-0' ? 'ha-1' : 'ha-0';
    const replica = await until(
      'a replica that streams',
      { seconds: 60, advice: `Look at the logs of ${second}.` },
      async () => {
        const answer = await lab.answer(second, 'patroni');
        return answer.streaming === true ? answer : undefined;
      },
    );
    const own = { primary: await lab.answer(first, 'patroni'), replica };
    assert.deepEqual([own.primary.role, own.primary.writable], ['primary', true]);
    assert.deepEqual([own.replica.role, own.replica.writable, own.replica.streaming], ['replica', false, true]);
    assert.deepEqual(
      own.primary.followers?.map(({ name, state }) => [name, state]),
      [[second, 'streaming']],
    );
    assert.equal(own.primary.identity, own.replica.identity);
    const [leads, follows] = [await told(first), await told(second)];
    assert.deepEqual([leads?.role, leads?.running, leads?.history], ['primary', true, own.primary.history]);
    assert.deepEqual([follows?.role, follows?.running], ['replica', true]);
    const lock = await leader();
    const left = (lock?.until ?? 0) - Date.now();
    assert.ok(left > 0 && left <= 20_000, `the lock holds for ${left} ms more`);
    // 3.0.2 does not say whether a replica streams.
    assert.equal(patroniLag(follows!, lock), undefined);
  });
});
