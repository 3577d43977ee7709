import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { makeCertificate } from './certificate.ts';

describe('the certificate of the API proxy', () => {
  it('is signed by itself, names loopback only and is good for a day', () => {
    const parsed = new X509Certificate(makeCertificate().certificate);
    assert.ok(parsed.verify(parsed.publicKey));
    assert.ok(parsed.ca);
    assert.equal(parsed.checkIP('127.0.0.1'), '127.0.0.1');
    assert.equal(parsed.checkHost('localhost'), 'localhost');
    assert.equal(parsed.checkHost('example.org'), undefined);
    assert.ok(Date.parse(parsed.validFrom) < Date.now());
    const hours = (Date.parse(parsed.validTo) - Date.now()) / 3_600_000;
    assert.ok(hours > 23 && hours < 25, `${hours} hours`);
  });

  it('is another one each time', () => {
    assert.notEqual(makeCertificate().key, makeCertificate().key);
  });
});
