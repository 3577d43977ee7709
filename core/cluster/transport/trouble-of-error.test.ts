import assert from 'node:assert/strict';
import { troubleOfError } from './trouble-of-error.ts';

const TABLE: readonly (readonly [code: string, kind: string, words: RegExp])[] = [
  ['ECONNREFUSED', 'unreachable', /Nothing listens at https:\/\/c:6443\. Is the cluster running/u],
  ['ENOTFOUND', 'unreachable', /cannot be resolved\. Check the network, a VPN/u],
  ['EAI_AGAIN', 'unreachable', /cannot be resolved/u],
  ['ETIMEDOUT', 'unreachable', /does not answer\. Check the network, a VPN/u],
  ['EHOSTUNREACH', 'unreachable', /does not answer/u],
  ['ECONNRESET', 'unreachable', /broke off.*safe to try again/u],
  [
    'SELF_SIGNED_CERT_IN_CHAIN',
    'certificate',
    /authority that the kubeconfig does not name.*certificate-authority-data/u,
  ],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'certificate', /authority that the kubeconfig does not name/u],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'certificate', /Get a new kubeconfig/u],
  ['CERT_HAS_EXPIRED', 'certificate', /has expired\. Whoever runs the cluster has to renew it/u],
  ['CERT_NOT_YET_VALID', 'certificate', /clock/u],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'certificate', /another name.*tls-server-name/u],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'certificate', /does not speak TLS/u],
  ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'unauthenticated', /does not take your client certificate/u],
  ['ERR_OSSL_PEM_NO_START_LINE', 'credentials', /certificate or key in the kubeconfig cannot be used/u],
  ['ERR_OSSL_SOMETHING_NEW', 'credentials', /certificate or key in the kubeconfig cannot be used/u],
  ['ERR_INVALID_CHAR', 'credentials', /characters that cannot be sent/u],
  ['ESOMETHING', 'unreachable', /failed \(ESOMETHING\)/u],
];

describe('words for failed connections', () => {
  for (const [code, kind, words] of TABLE) {
    it(code, () => {
      const trouble = troubleOfError(Object.assign(new Error('x'), { code }), { server: 'https://c:6443' });
      assert.equal(trouble.kind, kind);
      assert.match(trouble.message, words);
    });
  }

  it('finds the code inside of an aggregate, as a name with two addresses has it', () => {
    const inner = Object.assign(new Error('a'), { code: 'ECONNREFUSED' });
    assert.match(troubleOfError(new AggregateError([inner, inner]), { server: 's' }).message, /Nothing listens/u);
  });

  it('names the proxy where there is one', () => {
    const refused = troubleOfError(Object.assign(new Error('x'), { code: 'ECONNREFUSED' }), {
      server: 's',
      proxy: 'p:8080',
    });
    assert.match(refused.message, /through the proxy p:8080/u);
    const login = troubleOfError(new Error('Bad response: 407'), { server: 's', proxy: 'p:8080' });
    assert.match(login.message, /The proxy p:8080 answers 407 for s\. It wants a user and password/u);
  });
});
