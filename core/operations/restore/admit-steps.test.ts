import assert from 'node:assert/strict';
import type { Admission } from '../../../engines/model/dump-login.ts';
import type { ExecResult, ExecTarget } from '../../cluster/connection.ts';
import type { Json } from '../../../engines/model/object.ts';
import type { Hand } from '../../runner/hand.ts';
import { admitStep, dismissStep } from './admit-steps.ts';

const TARGET: ExecTarget = { namespace: 'shop', pod: 'again-0', container: 'mysql' };
const ADMISSION: Admission = { account: "root@'%'", look: 'look', open: 'open', close: 'close', source: '' };

/** A server that knows the account or not, and begins to listen at its third answer. */
class Server {
  admitted = false;
  answers = 0;
  refuses = false;
  readonly ran: string[] = [];
  readonly facts: Record<string, Json> = {};
  readonly hand = {
    facts: this.facts,
    keep: (key: string, value: Json) => Promise.resolve(void (this.facts[key] = value)),
    tell: () => undefined,
    sleep: () => Promise.resolve(),
    script: (_: ExecTarget, script: string) => Promise.resolve(this.#run(script)),
  } as unknown as Hand;

  #run(script: string): ExecResult {
    const told = (exitCode: number, stdout = '', stderr = ''): ExecResult => ({ exitCode, stdout, stderr });
    if (script === 'look') {
      this.answers += 1;
      if (this.answers === 1) return told(1, '', 'ERROR 2002 (HY000)');
      return told(0, `reached=${this.answers > 2 ? 'yes' : 'no'}\nadmitted=${this.admitted ? 'yes' : 'no'}\n`);
    }
    this.ran.push(script);
    if (this.refuses) return told(1, '', 'ERROR 1819 (HY000)');
    this.admitted = script === 'open';
    return told(0);
  }
}

describe('the account by which a new instance is loaded', () => {
  const [admit, dismiss] = [admitStep(TARGET, ADMISSION), dismissStep(TARGET, ADMISSION)];

  it('is made once the server listens, and removed after', async () => {
    const server = new Server();
    assert.equal((await admit.observe(server.hand)).state, 'todo');
    await admit.act(server.hand);
    assert.deepEqual(server.ran, ['open']);
    assert.equal((await admit.observe(server.hand)).state, 'done');
    assert.equal((await dismiss.observe(server.hand)).state, 'todo');
    await dismiss.act(server.hand);
    const { state, evidence } = await dismiss.observe(server.hand);
    assert.deepEqual([state, server.admitted], ['done', false], evidence);
  });

  for (const fact of ['fetched', 'fault'])
    it(`is not made again where the load is over («${fact}»), whoever takes the operation up`, async () => {
      const server = new Server();
      await admit.act(server.hand);
      server.facts[fact] = {};
      assert.equal((await dismiss.observe(server.hand)).state, 'todo');
      await dismiss.act(server.hand);
      assert.equal((await admit.observe(server.hand)).state, 'done');
    });

  it('stays where it was there before', async () => {
    const server = new Server();
    server.admitted = true;
    await admit.act(server.hand);
    assert.deepEqual(server.ran, []);
    assert.equal((await dismiss.observe(server.hand)).state, 'done');
    assert.ok(server.admitted);
  });

  it('fails the operation where it cannot be made or removed', async () => {
    const server = new Server();
    server.refuses = true;
    await assert.rejects(admit.act(server.hand), /root@'%' cannot be made in again-0: ERROR 1819/u);
    await assert.rejects(dismiss.act(server.hand), /cannot be removed/u);
    assert.equal((await dismiss.observe(server.hand)).state, 'done');
  });

  it('is not known to be gone where the server does not answer', async () => {
    const server = new Server();
    server.facts['admitted'] = true;
    assert.equal((await dismiss.observe(server.hand)).state, 'todo');
  });
});
