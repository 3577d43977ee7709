import type { Destination } from '../manifest.ts';
import { Missing, Obstacle } from './place.ts';

type Bucket = Extract<Destination, { kind: 's3' }>;

/** S3's own names of errors: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
const SAID: Readonly<Record<string, (bucket: Bucket) => string>> = {
  InvalidAccessKeyId: ({ secret }) => `the access key in the Secret ${secret} is unknown there`,
  SignatureDoesNotMatch: ({ secret }) => `the secret key in the Secret ${secret} does not belong to its access key`,
  ExpiredToken: ({ secret }) => `the keys in the Secret ${secret} have expired`,
  AccessDenied: ({ bucket, secret }) => `the keys in the Secret ${secret} may not do this in the bucket ${bucket}`,
  NoSuchBucket: ({ bucket }) => `there is no bucket ${bucket}`,
  PermanentRedirect: ({ bucket, region }) => `the bucket ${bucket} is not in the region ${region}`,
  AuthorizationHeaderMalformed: ({ bucket, region }) => `the bucket ${bucket} is not in the region ${region}`,
  RequestTimeTooSkewed: () => `its clock and the node's clock differ by more than 15 minutes`,
  QuotaExceeded: ({ bucket }) => `the bucket ${bucket} is full`,
  XMinioStorageFull: ({ bucket }) => `the storage behind the bucket ${bucket} is full`,
  InsufficientStorage: ({ bucket }) => `the storage behind the bucket ${bucket} is full`,
  SlowDown: () => 'it asks for fewer requests',
  ServiceUnavailable: () => 'it is not available now',
  InternalError: () => 'it had an error of its own',
};

/** Errors of the network, by Node's codes. */
const UNREACHED: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'its name is not known',
  EAI_AGAIN: 'its name could not be looked up',
  EHOSTUNREACH: 'there is no way to it',
  ENETUNREACH: 'there is no way to it',
  ECONNRESET: 'it broke the connection off',
  EPIPE: 'it broke the connection off',
  ETIMEDOUT: 'it did not answer in time',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is its own; name the authority that signed it',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is signed by an unknown authority; name that authority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is signed by an unknown authority; name that authority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate is signed by an unknown authority; name that authority',
  CERT_HAS_EXPIRED: 'its certificate has expired',
};

interface Said {
  readonly name?: string;
  readonly code?: string;
  readonly Code?: string;
  readonly message?: string;
  readonly errors?: readonly unknown[];
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** Says in plain words what a bucket or the way to it found wrong; an {@link Obstacle} is passed on. Keys are in none of the words. */
export function explained(error: unknown, bucket: Bucket): Error {
  if (error instanceof Obstacle) return error;
  const said = (error ?? {}) as Said;
  const first = (said.errors?.[0] ?? {}) as Said;
  const at = `S3 at ${bucket.endpoint ?? 'AWS'}`;
  const status = said.$metadata?.httpStatusCode;
  for (const name of [said.Code, said.name, said.code, first.code]) {
    if (name === undefined) continue;
    if (name === 'NoSuchKey' || (name === 'NotFound' && status === 404)) return new Missing('The file is not there.');
    const words = SAID[name]?.(bucket) ?? UNREACHED[name];
    if (words !== undefined) return new Obstacle(`${at}: ${words}.`);
  }
  if (said.name === 'TimeoutError') return new Obstacle(`${at}: it did not answer in time.`);
  // A question for the head alone gets no text with its refusal.
  if (status === 403) return new Obstacle(`${at}: ${SAID['AccessDenied']?.(bucket) ?? ''}.`);
  const ended = status === undefined ? '' : ` (HTTP ${status})`;
  return new Obstacle(`${at}: ${said.name ?? 'error'}${ended}: ${said.message ?? 'no more is known'}`);
}
