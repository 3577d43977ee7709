import assert from 'node:assert/strict';
import { authProviderToken } from './auth-provider.ts';
import { ClusterTrouble } from '../trouble.ts';

/** A token as issuers make them, with its end in seconds since 1970 and a signature that nobody checks here. */
const token = (exp: number): string =>
  [{ alg: 'none' }, { exp }].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.') + '.c2ln';

const SOON = Math.round(Date.now() / 1000) + 3600;

describe('auth provider', function () {
  // The library takes a while to load from its sources.
  this.timeout(20_000);

  const refused = async (config: Record<string, string>, name = 'oidc'): Promise<string> => {
    const error: unknown = await authProviderToken({ name, config }).catch((reason: unknown) => reason);
    assert.ok(error instanceof ClusterTrouble, String(error));
    assert.equal(error.kind, 'credentials');
    return error.message;
  };

  it('gives an OIDC token that is still good', async () => {
    const good = token(SOON);
    assert.equal(await authProviderToken({ name: 'oidc', config: { 'id-token': good } }), good);
  });

  it('says so where it has expired and cannot be renewed, without showing it', async () => {
    const old = token(1000);
    const config = {
      'id-token': old,
      'idp-issuer-url': 'https://127.0.0.1:9',
      'client-id': 'c',
      'refresh-token': 'hidden',
    };
    for (const message of [await refused({ 'id-token': old }), await refused(config), await refused({})]) {
      assert.match(message, /Log in again/u);
      assert.ok(!message.includes(old) && !message.includes('hidden'));
    }
    assert.match(await refused(config), /could not be renewed at https:\/\/127\.0\.0\.1:9/u);
  });

  it('says what to use in place of those that kubectl has dropped', async () => {
    assert.match(await refused({}, 'gcp'), /«gcp», which kubectl has dropped.*gke-gcloud-auth-plugin/u);
  });
});
