import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { running } from '../cluster/processes.ts';
import { until } from '../cluster/wait.ts';
import { describeOnCluster, isReady, practise, type Practice } from '../cluster/practice.ts';
import { restartApi, stopApi } from './api-server.ts';
import { during, undoAll } from './fault.ts';
import { sleeper } from './sleeper.ts';

/** A pod that listens, and its Service. */
const LISTENER = {
  apiVersion: 'v1',
  kind: 'List',
  items: [
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'listener', labels: { app: 'listener' } },
      spec: {
        terminationGracePeriodSeconds: 0,
        containers: [
          {
            name: 'node',
            image: 'node:22',
            command: ['node', '-e', "require('node:net').createServer().listen(7000)"],
          },
        ],
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'listener' },
      spec: { selector: { app: 'listener' }, ports: [{ port: 7000 }] },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'listeners' },
      spec: { clusterIP: 'None', selector: { app: 'listener' }, ports: [{ port: 7000 }] },
    },
  ],
};

/** Connects by a Service's name within two seconds: through the address of the Service, or, where it is headless, the pod's. */
const CLIENT = `
  const socket = require('node:net').connect({ host: process.argv[1], port: 7000 });
  const say = (word) => { console.log(word); process.exit(0); };
  socket.on('connect', () => say('open')).on('error', (error) => say(error.code));
  setTimeout(() => say('silence'), 2000);`;

describeOnCluster('an API server that stops', function () {
  this.timeout('6m');
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
    await practice.here(['apply', '--filename=-'], JSON.stringify(LISTENER));
    await isReady(practice.here, 'listener');
    // Names and Services follow once the DNS server and kube-proxy watch again: their pauses between tries double up to 30 s. A test that ran before that
    // would find neither.
    const advice = 'Look at the logs of kube-proxy and of the DNS server.';
    const route = performance.now();
    // The DNS server watches Services and pods' addresses each by itself.
    for (const name of ['listener', 'listeners']) {
      await until(`${name}, made after the restart`, { seconds: 120, advice }, async () => {
        const said = await practice.here(['exec', 'listener', '--', 'node', '-e', CLIENT, name]);
        return said.includes('open');
      });
      console.log(`        ${name} answers ${((performance.now() - route) / 1000).toFixed(1)} s after its pod`);
    }
  });
});
