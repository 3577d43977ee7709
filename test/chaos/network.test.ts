import assert from 'node:assert/strict';
import { becomes, describeOnCluster, isReady, practise, type Practice } from '../cluster/practice.ts';
import { until } from '../cluster/wait.ts';
import { during, undoAll } from './fault.ts';
import { cutNetwork } from './network.ts';

const SERVER = `
  const net = require('node:net');
  net.createServer((socket) => socket.on('error', () => {}).pipe(socket)).listen(7000);`;

/** Connects within two seconds: `open`, or the reason why not. */
const CLIENT = `
  const [host, port] = process.argv.slice(1);
  const socket = require('node:net').connect({ host, port: Number(port) });
  const say = (word) => { console.log(word); process.exit(0); };
  socket.on('connect', () => say('open')).on('error', (error) => say(error.code));
  setTimeout(() => say('silence'), 2000);`;

/** Keeps one connection and says every 200 ms whether an echo has come back since. */
const KEEPER = `
  const socket = require('node:net').connect({ host: process.argv[1], port: 7000 });
  let heard = 0;
  socket.on('data', () => (heard += 1)).on('error', (error) => console.log(error.code));
  setInterval(() => { socket.write('x'); require('node:fs').writeFileSync('/tmp/heard', String(heard)); }, 200);`;

const pod = (name: string, script: string, probe = false): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, labels: { app: name } },
  spec: {
    terminationGracePeriodSeconds: 0,
    containers: [
      {
        name: 'node',
        image: 'node:22',
        command: ['node', '-e', script],
        ...(probe && { readinessProbe: { tcpSocket: { port: 7000 }, periodSeconds: 1, failureThreshold: 1 } }),
      },
    ],
  },
});

describeOnCluster('a network that is cut', function () {
  this.timeout('3m');
  let practice: Practice;
  const addresses: Record<string, string> = {};
  const connect = async (from: string, host: string, port = 7000): Promise<string> =>
    (await practice.here(['exec', from, '--', 'node', '-e', CLIENT, host, String(port)])).trim();

  before(async () => {
    practice = await practise('chaos-network');
    const service = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'b' },
      spec: { selector: { app: 'b' }, ports: [{ port: 7000 }] },
    };
    const items = [pod('a', SERVER), pod('b', SERVER, true), pod('c', SERVER), service];
    await practice.here(['apply', '--filename=-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
    for (const name of ['a', 'b', 'c']) {
      await isReady(practice.here, name);
      addresses[name] = await practice.here(['get', 'pod', name, '--output=jsonpath={.status.podIP}']);
    }
    const service_ = await practice.here(['get', 'service', 'b', '--output=jsonpath={.spec.clusterIP}']);
    addresses['service'] = service_;
    // A Service is routed a moment after its pod is Ready: kube-proxy hears of it by the EndpointSlice.
    const advice = 'Look at the EndpointSlice of b, and at the log of kube-proxy.';
    await until('The Service b', { seconds: 60, advice }, async () => (await connect('a', service_)) === 'open');
  });
  afterEach(undoAll);
  after(() => practice.leave());

  it('parts two pods in both directions, also through a Service, and no others; and heals', async () => {
    assert.deepEqual(
      await Promise.all([
        connect('a', addresses['b']!),
        connect('b', addresses['a']!),
        connect('a', addresses['service']!),
      ]),
      ['open', 'open', 'open'],
    );
    await during(await cutNetwork(practice.here, 'a', { pod: 'b' }), async () => {
      assert.deepEqual(
        await Promise.all([
          connect('a', addresses['b']!),
          connect('b', addresses['a']!),
          connect('a', addresses['service']!),
        ]),
        ['silence', 'silence', 'silence'],
      );
      assert.deepEqual(
        await Promise.all([
          connect('a', addresses['c']!),
          connect('c', addresses['b']!),
          connect('c', addresses['service']!),
        ]),
        ['open', 'open', 'open'],
      );
    });
    assert.deepEqual(
      await Promise.all([
        connect('a', addresses['b']!),
        connect('b', addresses['a']!),
        connect('a', addresses['service']!),
      ]),
      ['open', 'open', 'open'],
    );
  });

  it('holds up a connection that exists, and lets it go on', async () => {
    await practice.here(
      ['apply', '--filename=-'],
      JSON.stringify(pod('keeper', KEEPER.replace('process.argv[1]', JSON.stringify(addresses['b'])))),
    );
    await isReady(practice.here, 'keeper');
    const heard = async (): Promise<number> =>
      Number(await practice.here(['exec', 'keeper', '--', 'cat', '/tmp/heard']));
    const grows = async (ms: number): Promise<boolean> => {
      const before = await heard();
      await new Promise((resolve) => setTimeout(resolve, ms));
      return (await heard()) > before;
    };
    await until('The first echo', { seconds: 20, advice: 'Look at the pod keeper.' }, heard);
    assert.ok(await grows(1500));
    await during(await cutNetwork(practice.here, 'keeper', { pod: 'b' }), async () => {
      await grows(500);
      assert.equal(await grows(1500), false);
    });
    // TCP tries again after a pause that doubles each time.
    assert.ok(await grows(8000));
  });

  it('parts a pod from the API only', async () => {
    const api = (): Promise<string> => connect('a', 'kubernetes.default.svc', 443);
    assert.equal(await api(), 'open');
    await during(await cutNetwork(practice.here, 'a', 'api'), async () => {
      assert.equal(await api(), 'silence');
      assert.equal(await connect('a', addresses['b']!), 'open');
      assert.equal(await connect('b', '10.96.0.1', 443), 'open');
    });
    assert.equal(await api(), 'open');
  });

  it('parts a pod from everybody but the kubelet', async () => {
    await during(await cutNetwork(practice.here, 'b', 'everybody'), async () => {
      assert.equal(await connect('a', addresses['b']!), 'silence');
      assert.equal(await connect('b', '10.96.0.1', 443), 'silence');
      // Two probes of a second each would have failed by now.
      await becomes(practice.here, ['pod', 'b'], '.status.containerStatuses[0].ready', 'true');
    });
    assert.equal(await connect('a', addresses['b']!), 'open');
  });
});
