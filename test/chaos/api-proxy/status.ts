/** Reasons and words of the API server for the answers that tests ask for most; others are given in the fault. */
const KNOWN: Readonly<Record<number, { readonly reason: string; readonly message: string }>> = {
  401: { reason: 'Unauthorized', message: 'Unauthorized' },
  403: { reason: 'Forbidden', message: 'forbidden: the user may not do this' },
  404: { reason: 'NotFound', message: 'the server could not find the requested resource' },
  409: {
    reason: 'Conflict',
    message:
      'Operation cannot be fulfilled: the object has been modified; please apply your changes to the latest version and try again',
  },
  410: { reason: 'Expired', message: 'too old resource version: 1 (2)' },
  429: { reason: 'TooManyRequests', message: 'too many requests, please try again later' },
  500: { reason: 'InternalError', message: 'Internal error occurred: etcdserver: request timed out' },
  503: { reason: 'ServiceUnavailable', message: 'the server is currently unable to handle the request' },
  504: { reason: 'Timeout', message: 'Timeout: request did not complete within the allotted timeout' },
};

/** A refusal as the API server words it. Source: meta/v1 `Status`, https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/ */
export interface Status {
  readonly kind: 'Status';
  readonly apiVersion: 'v1';
  readonly metadata: object;
  readonly status: 'Failure';
  readonly message: string;
  readonly reason: string;
  readonly details?: { readonly retryAfterSeconds: number };
  readonly code: number;
}

/** The Status of an HTTP code. `retryAfter` is in seconds. */
export function statusOf(
  code: number,
  { reason, message, retryAfter }: { reason?: string; message?: string; retryAfter?: number } = {},
): Status {
  const known = KNOWN[code];
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: message ?? known?.message ?? `the server answered ${code}`,
    reason: reason ?? known?.reason ?? 'Unknown',
    ...(retryAfter !== undefined && { details: { retryAfterSeconds: retryAfter } }),
    code,
  };
}

/** An answer with a Status. `retryAfter` (seconds) goes into the header as well, where clients look first. */
export function refusal(fault: { code: number; reason?: string; message?: string; retryAfter?: number }): {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
} {
  const body = JSON.stringify(statusOf(fault.code, fault));
  const headers = { 'Content-Type': 'application/json', 'Content-Length': String(Buffer.byteLength(body)) };
  return {
    body,
    headers: fault.retryAfter === undefined ? headers : { ...headers, 'Retry-After': String(fault.retryAfter) },
  };
}
