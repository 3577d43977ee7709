import assert from 'node:assert/strict';
import { troubleOfAnswer, troubleOfStatus, troubleOfText, type BadAnswer } from './trouble-of-answer.ts';

const answer = (status: number, more: Partial<BadAnswer> = {}) =>
  troubleOfAnswer({
    status,
    contentType: 'application/json',
    retryAfter: undefined,
    body: JSON.stringify({ kind: 'Status', message: `own words ${status}` }),
    what: 'GET /api/v1/pods',
    server: 'https://c:6443',
    ...more,
  });

const TABLE: readonly (readonly [status: number, kind: string, words: RegExp])[] = [
  [400, 'invalid', /refuses this request \(400\)\. The API says: own words 400/u],
  [401, 'unauthenticated', /does not know who you are \(401\).*Log in again/u],
  [
    403,
    'forbidden',
    /You may not do this \(403\): GET \/api\/v1\/pods\. The API says: own words 403\. Ask whoever runs the cluster/u,
  ],
  [404, 'missing', /GET \/api\/v1\/pods is not there \(404\)/u],
  [409, 'conflict', /\(409\).*own words 409.*decide anew/u],
  [410, 'expired', /\(410\)/u],
  [422, 'invalid', /own words 422/u],
  [429, 'busy', /overloaded.*\(429\).*tried again by itself/u],
  [500, 'server', /failed while it answered \(500\).*own words 500/u],
  [503, 'server', /\(503\)/u],
  [302, 'broken', /answers 302/u],
];

describe('words for answers that are no success', () => {
  for (const [status, kind, words] of TABLE) {
    it(String(status), () => {
      const trouble = answer(status);
      assert.equal(trouble.kind, kind);
      assert.equal(trouble.status, status);
      assert.match(trouble.message, words);
    });
  }

  it('knows a login portal by its page', () => {
    const page = { contentType: 'text/html; charset=utf-8', body: '<!DOCTYPE html><title>Log in</title>' };
    for (const trouble of [
      answer(403, page),
      troubleOfText({ status: 200, what: 'GET /version', server: 's', ...page }),
    ]) {
      assert.equal(trouble.kind, 'broken');
      assert.match(trouble.message, /web page instead of Kubernetes’ API.*Log in there/u);
    }
    assert.equal(answer(502, page).kind, 'server', 'a gateway that fails may recover');
  });

  it('says what is no JSON', () => {
    const trouble = troubleOfText({
      status: 200,
      what: 'GET /version',
      server: 's',
      contentType: undefined,
      body: '{"half',
    });
    assert.equal(trouble.kind, 'broken');
    assert.match(trouble.message, /no JSON/u);
  });

  it('reads how long to wait: seconds, a date, or the Status itself', () => {
    assert.equal(answer(429, { retryAfter: '7' }).retryAfter, 7000);
    const date = new Date(1_000_000 + 5000).toUTCString();
    const base = { contentType: undefined, body: '', what: '', server: '' };
    assert.equal(troubleOfAnswer({ status: 503, retryAfter: date, ...base }, 1_000_000).retryAfter, 5000);
    const body = JSON.stringify({ kind: 'Status', details: { retryAfterSeconds: 3 } });
    assert.equal(answer(429, { body }).retryAfter, 3000);
    assert.equal(answer(429, { retryAfter: 'soon' }).retryAfter, undefined);
  });

  it('reads the ERROR event of a watch', () => {
    assert.equal(troubleOfStatus({ kind: 'Status', code: 410, message: 'too old' }, 'WATCH', 's').kind, 'expired');
    assert.equal(troubleOfStatus(null, 'WATCH', 's').kind, 'server');
  });

  it('shows no endless message', () => {
    const long = JSON.stringify({ kind: 'Status', message: 'x'.repeat(10_000) });
    assert.ok(answer(500, { body: long }).message.length < 1000);
  });
});
