import assert from 'node:assert/strict';
import type { Diagnosis } from '../../../core/doctor/doctor.ts';
import { NOW } from '../../../test/support/live.ts';
import { doctorPage } from './page.ts';

const DIAGNOSIS: Diagnosis = {
  database: { namespace: 'shop', name: 'orders', engineName: 'PostgreSQL', version: '16.4', flavour: 'plain' },
  at: NOW,
  failover: 'risk',
  all: 'risk',
  examinations: [
    {
      id: 'replication',
      title: 'Every replica follows',
      of: 'failover',
      state: 'risk',
      findings: [
        { state: 'well', what: 'orders-1 follows.', evidence: '0 bytes behind', mend: undefined },
        { state: 'risk', what: 'orders-2 <img src=x onerror=y>', evidence: 'it "stands"', mend: 'Resume it & wait.' },
      ],
    },
    {
      id: 'backups',
      title: 'A verified backup is there',
      of: 'around',
      state: 'unknown',
      findings: [{ state: 'unknown', what: 'Nobody knows.', evidence: 'no destination', mend: 'plinth backup orders' }],
    },
  ],
};

describe('the page of Doctor', () => {
  const text = doctorPage(DIAGNOSIS, 'abc');

  it('answers, and shows each finding with its state in words, its evidence and its mend', () => {
    assert.match(text, /<h1>Would a failover of orders work\?<\/h1>/u);
    assert.match(text, /At risk: a failover would not work right now/u);
    for (const state of ['well', 'at risk', 'unknown'])
      assert.ok(text.includes(`<span class="badge">${state}</span>`), state);
    assert.match(text, /Seen: 0 bytes behind/u);
    assert.match(text, /Mend: Resume it &amp; wait\./u);
    assert.equal(text.match(/Mend: /gu)?.length, 2);
  });

  it('runs nothing, loads nothing, and escapes what comes from a cluster', () => {
    const policy = text.replaceAll('&#39;', "'");
    assert.match(policy, /"default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'nonce-abc'"/u);
    assert.ok(!text.includes('<script'));
    assert.ok(!text.includes('<img'));
    assert.match(text, /&lt;img src=x onerror=y&gt;/u);
  });

  it('says each part once, under a heading that names it', () => {
    assert.match(text, /<section aria-labelledby="part-failover">\s*<h2 id="part-failover">/u);
    assert.match(text, /<section aria-labelledby="part-around">\s*<h2 id="part-around">/u);
  });
});
