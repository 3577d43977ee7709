import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { running } from '../cluster/processes.ts';
import { describeOnCluster, isReady, practise, type Practice } from '../cluster/practice.ts';
import { restartApi, stopApi } from './api-server.ts';
import { during, undoAll } from './fault.ts';
import { sleeper } from './sleeper.ts';

describeOnCluster('an API server that stops', function () {
  this.timeout('3m');
  let practice: Practice;
  const started = (): Promise<string> =>
    practice.here([
      'get',
      'pod',
      'sleeper',
      '--output=jsonpath={.status.containerStatuses[0].state.running.startedAt}',
    ]);

  before(async () => {
    practice = await practise('chaos-api');
    await practice.here(['apply', '--filename=-'], sleeper('sleeper'));
    await isReady(practice.here, 'sleeper');
  });
  afterEach(undoAll);
  after(() => practice.leave());

  it('answers nobody for a while, and knows everything afterwards; pods go on', async () => {
    const before = await started();
    const process = await running('kube-apiserver');
    await during(await stopApi(), async () => {
      assert.equal(await running('kube-apiserver'), undefined);
      await assert.rejects(practice.here(['get', 'pods', '--request-timeout=2s']));
      await sleep(3000);
    });
    assert.notEqual((await running('kube-apiserver'))?.pid, process?.pid);
    assert.equal(await started(), before);
  });

  it('restarts, and what works through it goes on working', async () => {
    const since = performance.now();
    await restartApi();
    console.log(`        restarted in ${((performance.now() - since) / 1000).toFixed(1)} s`);
    await practice.here(['apply', '--filename=-'], sleeper('later'));
    await isReady(practice.here, 'later');
  });
});
