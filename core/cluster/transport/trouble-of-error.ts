import { ClusterTrouble, type TroubleKind } from '../trouble.ts';

/** What a failed connection was for, as far as a person should read of it. */
export interface Attempt {
  /** `https://10.0.0.1:6443`. */
  readonly server: string;
  /** Host and port of the proxy in between, without its password. */
  readonly proxy?: string | undefined;
}

interface Row {
  readonly codes: readonly string[];
  readonly kind: TroubleKind;
  readonly words: (where: string, attempt: Attempt) => string;
}

/** Node's names: https://nodejs.org/api/errors.html#common-system-errors and https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const ROWS: readonly Row[] = [
  {
    codes: ['ECONNREFUSED'],
    kind: 'unreachable',
    words: (where) =>
      `Nothing listens at ${where}. Is the cluster running, and is a tunnel or VPN to it open? Then try again.`,
  },
  {
    codes: ['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA', 'EAI_NONAME'],
    kind: 'unreachable',
    words: (where) =>
      `The name in ${where} cannot be resolved. Check the network, a VPN that the cluster needs, and the server in the kubeconfig.`,
  },
  {
    codes: ['ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'ENETDOWN', 'ESOCKETTIMEDOUT'],
    kind: 'unreachable',
    words: (where) => `${where} does not answer. Check the network, a VPN that the cluster needs, and firewalls.`,
  },
  {
    codes: ['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'ERR_STREAM_PREMATURE_CLOSE', 'UND_ERR_SOCKET'],
    kind: 'unreachable',
    words: (where) =>
      `The connection to ${where} broke off. The API server may be restarting, or a proxy cut it; it is safe to try again.`,
  },
  {
    codes: [
      'SELF_SIGNED_CERT_IN_CHAIN',
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'UNABLE_TO_GET_ISSUER_CERT',
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
      'CERT_SIGNATURE_FAILURE',
      'CERT_UNTRUSTED',
      'INVALID_CA',
    ],
    kind: 'certificate',
    words: (where) =>
      `The certificate of ${where} is signed by an authority that the kubeconfig does not name. The cluster may have been made anew, or something reads along in between. Get a new kubeconfig, or put the right «certificate-authority-data» into this one.`,
  },
  {
    codes: ['CERT_HAS_EXPIRED'],
    kind: 'certificate',
    words: (where) =>
      `The certificate of ${where} has expired. Whoever runs the cluster has to renew it (with kubeadm: «kubeadm certs renew all»). Check this machine’s clock, too.`,
  },
  {
    codes: ['CERT_NOT_YET_VALID'],
    kind: 'certificate',
    words: (where) => `The certificate of ${where} is not valid yet. Check this machine’s clock.`,
  },
  {
    codes: ['ERR_TLS_CERT_ALTNAME_INVALID'],
    kind: 'certificate',
    words: (where) =>
      `The certificate of ${where} is for another name. Use a server name that it holds, or set «tls-server-name» in the kubeconfig.`,
  },
  {
    codes: [
      'ERR_SSL_WRONG_VERSION_NUMBER',
      'ERR_SSL_PACKET_LENGTH_TOO_LONG',
      'ERR_SSL_UNSUPPORTED_PROTOCOL',
      'HPE_INVALID_CONSTANT',
    ],
    kind: 'certificate',
    words: (where) =>
      `${where} does not speak TLS as Kubernetes does. Check the port, and «https://», in the kubeconfig.`,
  },
  {
    codes: [
      'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
      'ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE',
      'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA',
      'ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN',
      'ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED',
    ],
    kind: 'unauthenticated',
    words: (where) =>
      `${where} does not take your client certificate: it may have expired, or belong to another cluster. Get a new kubeconfig.`,
  },
  {
    codes: ['ERR_INVALID_CHAR'],
    kind: 'credentials',
    words: () =>
      'The token or a name in the kubeconfig holds characters that cannot be sent, such as a line’s end. Write it anew, or get a new kubeconfig.',
  },
  {
    codes: [
      'ERR_OSSL_X509_KEY_VALUES_MISMATCH',
      'ERR_OSSL_PEM_NO_START_LINE',
      'ERR_OSSL_PEM_BAD_BASE64_DECODE',
      'ERR_OSSL_PEM_ASN1_LIB',
      'ERR_OSSL_ASN1_NOT_ENOUGH_DATA',
      'ERR_OSSL_UNSUPPORTED',
      'ERR_CRYPTO_UNSUPPORTED_OPERATION',
    ],
    kind: 'credentials',
    words: () =>
      'A certificate or key in the kubeconfig cannot be used: it is damaged, or key and certificate do not belong together. Get a new kubeconfig.',
  },
];

const BY_CODE = new Map(ROWS.flatMap((row) => row.codes.map((code) => [code, row] as const)));

/** Turns what Node says of a failed request into words that say what to do. A {@link ClusterTrouble} stays as it is. */
export function troubleOfError(error: unknown, attempt: Attempt): ClusterTrouble {
  if (error instanceof ClusterTrouble) return error;
  const code = codeOf(error);
  const row =
    BY_CODE.get(code ?? '') ??
    (code?.startsWith('ERR_OSSL_') === true ? BY_CODE.get('ERR_OSSL_UNSUPPORTED') : undefined);
  const { server, proxy } = attempt;
  if (row !== undefined) {
    const where = proxy === undefined ? server : `${server} (through the proxy ${proxy})`;
    return new ClusterTrouble(row.kind, row.words(where, attempt), { cause: error });
  }
  if (proxy !== undefined && error instanceof Error) {
    const status = /Bad response: (\d+)/u.exec(error.message)?.[1];
    const says = status === undefined ? 'does not let the connection through' : `answers ${status}`;
    const advice =
      status === '407'
        ? 'It wants a user and password: put them into the proxy’s URL.'
        : 'Check its address and rules.';
    return new ClusterTrouble('unreachable', `The proxy ${proxy} ${says} for ${server}. ${advice}`, { cause: error });
  }
  const message = `The connection to ${server} failed (${code ?? 'unknown error'}). Try again; check network and kubeconfig.`;
  return new ClusterTrouble('unreachable', message, { cause: error });
}

/** Node hides the code inside of an aggregate where a name has several addresses. */
function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if (error instanceof AggregateError) {
    const inner = error.errors.map(codeOf).find((code) => code !== undefined);
    if (inner !== undefined) return inner;
  }
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  if (typeof code === 'string') return code;
  return cause === undefined ? undefined : codeOf(cause);
}
