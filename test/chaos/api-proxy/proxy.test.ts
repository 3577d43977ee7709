import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CoreV1Api, KubeConfig } from '@kubernetes/client-node';
import { listen, send, upgrade } from './client.ts';
import { startProxy, type ApiProxy } from './proxy.ts';
import { eventOf, startStubApi, type StubApi } from './stub-api.ts';
import { upstreamOf } from './upstream.ts';

const PODS = '/api/v1/namespaces/shop/pods';
const WATCH = `${PODS}?watch=1&resourceVersion=7`;
const EXEC = `${PODS}/orders-0/exec?command=true`;
const TWO = eventOf('first') + eventOf('second');

const soon = async (what: string, holds: () => boolean): Promise<void> => {
  for (let tries = 0; tries < 200; tries += 1) {
    if (holds()) return;
    await sleep(5);
  }
  assert.fail(`${what} did not come about`);
};

for (const plain of [true, false])
  describe(`the API proxy, over ${plain ? 'plain HTTP' : 'TLS'}`, () => {
    let api: StubApi;
    let proxy: ApiProxy;

    beforeEach(async () => {
      api = await startStubApi();
      proxy = await startProxy({ url: api.url, token: 'of-the-upstream' }, { plain });
    });

    afterEach(async () => {
      await proxy.close();
      await api.close();
    });

    it('passes requests and answers on', async () => {
      const reply = await send(proxy, PODS, { method: 'POST', body: '{"kind":"Pod"}' });
      assert.equal(reply.code, 200);
      assert.equal((JSON.parse(reply.text) as { kind: string }).kind, 'PodList');
      assert.deepEqual(
        api.seen.map(({ method, url, body }) => ({ method, url, body })),
        [{ method: 'POST', url: PODS, body: '{"kind":"Pod"}' }],
      );
    });

    it('goes on with the client’s token, and as the upstream’s user without one', async () => {
      await send(proxy, PODS, { headers: { Authorization: 'Bearer of-the-client' } });
      await send(proxy, PODS);
      assert.deepEqual(
        api.seen.map(({ authorization }) => authorization),
        ['Bearer of-the-client', 'Bearer of-the-upstream'],
      );
    });

    it('gives a kubeconfig that a client of Kubernetes can use', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'plinth-proxy-'));
      try {
        const file = join(folder, 'kubeconfig');
        await writeFile(file, proxy.kubeconfig({ token: 'of-the-client', namespace: 'shop' }));
        const config = new KubeConfig();
        config.loadFromFile(file);
        assert.equal(config.getContextObject(config.getCurrentContext())?.namespace, 'shop');
        const pods = await config.makeApiClient(CoreV1Api).listNamespacedPod({ namespace: 'shop' });
        assert.equal(pods.metadata?.resourceVersion, '7');
        assert.equal(api.seen[0]?.authorization, 'Bearer of-the-client');
        await writeFile(file, proxy.kubeconfig());
        config.loadFromFile(file);
        await config.makeApiClient(CoreV1Api).listNamespacedPod({ namespace: 'shop' });
        assert.equal(api.seen[1]?.authorization, 'Bearer of-the-upstream');
        assert.equal(upstreamOf(file).url, proxy.url);
        assert.equal(upstreamOf(file).authority, proxy.authority);
      } finally {
        await rm(folder, { recursive: true });
      }
    });

    it('answers 409, 429 and 500 itself, as the API words them', async () => {
      for (const [code, reason] of [
        [409, 'Conflict'],
        [429, 'TooManyRequests'],
        [500, 'InternalError'],
        [410, 'Expired'],
      ] as const) {
        const rule = proxy.rule({ fault: { kind: 'status', code, ...(code === 429 && { retryAfter: 2 }) }, times: 1 });
        const reply = await send(proxy, PODS, { method: 'PUT', body: '{}' });
        const status = JSON.parse(reply.text) as { kind: string; reason: string; code: number };
        assert.deepEqual([reply.code, status.kind, status.reason, status.code], [code, 'Status', reason, code]);
        assert.equal(reply.headers['retry-after'], code === 429 ? '2' : undefined);
        assert.equal(rule.hits, 1);
      }
      assert.equal(api.seen.length, 0, 'nothing has reached the API');
      assert.equal((await send(proxy, PODS)).code, 200, 'the rules are used up');
    });

    it('strikes only what matches, and a share of it', async () => {
      proxy.rule({
        match: { resource: 'pods', verb: 'list', namespace: 'till' },
        fault: { kind: 'status', code: 500 },
      });
      assert.equal((await send(proxy, PODS)).code, 200);
      assert.equal((await send(proxy, '/api/v1/namespaces/till/pods')).code, 500);
      assert.equal((await send(proxy, '/api/v1/namespaces/till/pods/a')).code, 200);
      await proxy.heal();
      assert.equal((await send(proxy, '/api/v1/namespaces/till/pods')).code, 200);

      let turn = 0;
      const seeded = await startProxy({ url: api.url }, { plain, random: () => (turn++ % 4) / 4 });
      try {
        const rule = seeded.rule({ share: 0.5, fault: { kind: 'status', code: 503 } });
        const codes: number[] = [];
        for (let count = 0; count < 8; count += 1) codes.push((await send(seeded, PODS)).code);
        assert.deepEqual(codes, [503, 503, 200, 200, 503, 503, 200, 200]);
        assert.equal(rule.hits, 4);
      } finally {
        await seeded.close();
      }
    });

    it('answers nothing until the client gives up, or it is healed', async () => {
      proxy.rule({ fault: { kind: 'silence' } });
      const since = performance.now();
      await assert.rejects(send(proxy, PODS, { signal: AbortSignal.timeout(100) }), { code: 'ABORT_ERR' });
      assert.ok(performance.now() - since >= 95);
      const waiting = assert.rejects(send(proxy, PODS), { code: 'ECONNRESET' });
      await soon('the second request', () => proxy.log.length === 2);
      await proxy.heal();
      await waiting;
      assert.equal(api.seen.length, 0);
      assert.equal((await send(proxy, PODS)).code, 200);
    });

    it('breaks off before a request has an effect, and after', async () => {
      proxy.rule({ fault: { kind: 'reset' }, times: 1 });
      await assert.rejects(send(proxy, PODS, { method: 'POST', body: 'a' }), { code: 'ECONNRESET' });
      assert.equal(api.seen.length, 0);
      proxy.rule({ fault: { kind: 'lost-answer' }, times: 1 });
      await assert.rejects(send(proxy, PODS, { method: 'POST', body: 'b' }), { code: 'ECONNRESET' });
      assert.deepEqual(
        api.seen.map(({ body }) => body),
        ['b'],
      );
    });

    it('delays, and still does what a later rule says', async () => {
      proxy.rule({ fault: { kind: 'delay', ms: 120 } });
      proxy.rule({ fault: { kind: 'status', code: 429 }, times: 1 });
      const since = performance.now();
      assert.equal((await send(proxy, PODS)).code, 429);
      assert.ok(performance.now() - since >= 115, 'too early');
      assert.equal((await send(proxy, PODS)).code, 200);
      assert.deepEqual(
        proxy.log.map(({ faults }) => faults),
        [['delay', 'status'], ['delay']],
      );
    });

    it('streams a watch as its events come', async () => {
      let told = '';
      const watching = send(proxy, WATCH, { onText: (text) => (told = text) });
      await soon('the first events', () => told === TWO);
      api.emit('third');
      await soon('the third event', () => told === TWO + eventOf('third'));
      assert.equal(proxy.dropStreams(), 1);
      assert.ok((await watching).whole);
      await soon('the end of the watch at the API', () => api.watches === 0);
    });

    it('ends a watch after an event, as a server does', async () => {
      proxy.rule({ match: { verb: 'watch' }, fault: { kind: 'drop', afterLines: 1 } });
      const reply = await send(proxy, WATCH);
      assert.deepEqual([reply.text, reply.whole], [eventOf('first'), true]);
    });

    it('breaks a watch off between events, as a network does', async () => {
      proxy.rule({ fault: { kind: 'drop', afterLines: 2, how: 'reset' } });
      const reply = await send(proxy, WATCH);
      assert.deepEqual([reply.text, reply.whole], [TWO, false]);
    });

    it('breaks a watch off in the middle of a line', async () => {
      proxy.rule({ fault: { kind: 'drop', afterLines: 1, how: 'half-line' } });
      const { text, whole } = await send(proxy, WATCH);
      assert.ok(!whole);
      assert.ok(TWO.startsWith(text) && text.length > eventOf('first').length && text.length < TWO.length - 1, text);
    });

    it('breaks a list off in the middle', async () => {
      const { text: all } = await send(proxy, PODS);
      proxy.rule({ fault: { kind: 'drop', how: 'half-line' } });
      const { text, whole } = await send(proxy, PODS);
      assert.deepEqual([text, whole], [all.slice(0, Math.ceil(all.length / 2)), false]);
    });

    it('breaks an idle watch off, by the clock and by hand, also within a line', async () => {
      proxy.rule({ fault: { kind: 'drop', afterMs: 60 }, times: 1 });
      const since = performance.now();
      assert.deepEqual([(await send(proxy, WATCH)).text, performance.now() - since >= 55], [TWO, true]);
      let told = '';
      const watching = send(proxy, WATCH, { onText: (text) => (told = text) });
      await soon('the first events', () => told === TWO);
      assert.equal(proxy.dropStreams('half-line'), 1);
      const { text, whole } = await watching;
      const half = text.slice(TWO.length);
      assert.ok(!whole && half.length > 0);
      assert.throws(() => JSON.parse(half) as unknown);
    });

    it('sends 410 Gone as an event of the watch', async () => {
      proxy.rule({ fault: { kind: 'watch-gone' }, times: 1 });
      proxy.rule({ fault: { kind: 'watch-gone', afterLines: 2 } });
      assert.equal((await send(proxy, PODS)).code, 200, 'only a watch can be told so');
      for (const before of ['', TWO]) {
        const { code, text, whole } = await send(proxy, WATCH);
        assert.deepEqual([code, whole, text.startsWith(before)], [200, true, true]);
        const event = JSON.parse(text.slice(before.length)) as {
          type: string;
          object: { code: number; reason: string };
        };
        assert.deepEqual([event.type, event.object.code, event.object.reason], ['ERROR', 410, 'Expired']);
      }
    });

    it('passes exec streams on, both ways', async () => {
      const { stream, code } = await upgrade(proxy, EXEC);
      assert.equal(code, 101);
      const heard = listen(stream!);
      stream!.write(' and back');
      await sleep(50);
      stream!.end();
      assert.equal((await heard).text, 'hello and back');
      assert.equal(api.seen[0]?.authorization, 'Bearer of-the-upstream');
      assert.equal(proxy.log[0]?.subresource, 'exec');
    });

    it('cuts exec streams: after bytes, by the clock, by hand, at once', async () => {
      const match = { subresource: 'exec' };
      proxy.rule({ match, fault: { kind: 'cut', afterBytes: 3 }, times: 1 });
      assert.equal((await listen((await upgrade(proxy, EXEC)).stream!)).text, 'hel');
      proxy.rule({ match, fault: { kind: 'cut', afterMs: 80 }, times: 1 });
      const { text, ms } = await listen((await upgrade(proxy, EXEC)).stream!);
      assert.ok(text === 'hello' && ms > 60, `${text} after ${ms} ms`);
      const byHand = listen((await upgrade(proxy, EXEC)).stream!);
      assert.equal(proxy.cutTunnels(), 1);
      await byHand;
      proxy.rule({ match, fault: { kind: 'cut' }, times: 1 });
      const atOnce = await upgrade(proxy, EXEC);
      assert.equal((await listen(atOnce.stream!)).text, '');
      assert.equal(proxy.cutTunnels(), 0, 'nothing is left open');
    });

    it('refuses an exec stream with a code', async () => {
      proxy.rule({ fault: { kind: 'status', code: 403, message: 'no' } });
      assert.deepEqual(await upgrade(proxy, EXEC), { code: 403 });
      assert.equal(api.seen.length, 0);
    });

    it('is down for a while: refuses connections, breaks what is open, and comes back at the same port', async () => {
      const { url } = proxy;
      const watching = send(proxy, WATCH);
      await soon('the watch', () => api.watches === 1);
      const outage = proxy.outage(150);
      assert.equal((await watching).whole, false);
      await assert.rejects(send(proxy, PODS), { code: 'ECONNREFUSED' });
      await outage;
      assert.equal(proxy.url, url);
      assert.equal((await send(proxy, PODS)).code, 200);
      await proxy.refuse();
      await assert.rejects(send(proxy, PODS), { code: 'ECONNREFUSED' });
      await proxy.heal();
      assert.equal((await send(proxy, PODS)).code, 200);
    });

    it('keeps a log of requests, without tokens', async () => {
      proxy.rule({ match: { verb: 'list' }, fault: { kind: 'status', code: 500 }, times: 1 });
      await send(proxy, `${PODS}?limit=5`, { headers: { Authorization: 'Bearer hush' } });
      await send(proxy, PODS);
      const short = proxy.log.map(({ verb, resource, namespace, code, faults }) => [
        verb,
        resource,
        namespace,
        code,
        faults,
      ]);
      assert.deepEqual(short, [
        ['list', 'pods', 'shop', 500, ['status']],
        ['list', 'pods', 'shop', 200, []],
      ]);
      assert.equal(proxy.log[0]?.query.get('limit'), '5');
      assert.ok(!JSON.stringify(proxy.log).includes('hush'));
    });

    it('breaks off when the API does, and refuses nothing itself when the API is away', async () => {
      const watching = send(proxy, WATCH);
      await soon('the watch', () => api.watches === 1);
      await api.close();
      assert.equal((await watching).whole, false);
      await assert.rejects(send(proxy, PODS), { code: 'ECONNRESET' });
      api = await startStubApi();
    });
  });

describe('the API proxy for clients that are nobody', () => {
  it('lends them nobody’s name', async () => {
    const api = await startStubApi();
    const proxy = await startProxy({ url: api.url, token: 'of-the-upstream' }, { plain: true, identity: 'client' });
    try {
      await send(proxy, PODS);
      assert.equal(api.seen[0]?.authorization, undefined);
    } finally {
      await proxy.close();
      await api.close();
    }
  });
});
