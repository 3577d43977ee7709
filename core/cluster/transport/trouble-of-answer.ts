import { ClusterTrouble, type Cause, type TroubleKind } from '../trouble.ts';

/** An answer that is no success. */
export interface BadAnswer {
  readonly status: number;
  readonly contentType: string | undefined;
  /** The Retry-After header: seconds, or a date. */
  readonly retryAfter: string | undefined;
  /** The whole body, or its beginning. */
  readonly body: string;
  /** What was wanted: `GET /api/v1/pods`. */
  readonly what: string;
  readonly server: string;
}

/** The API's own error object. https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/ */
interface Status {
  readonly message: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly causes: readonly Cause[];
}

const KINDS: Readonly<Record<number, TroubleKind>> = {
  400: 'invalid',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'missing',
  405: 'missing',
  409: 'conflict',
  410: 'expired',
  413: 'invalid',
  415: 'invalid',
  422: 'invalid',
  429: 'busy',
};

/** Longest part of the API's own message that is shown. */
const LONGEST = 600;

/** Causes of one answer that are kept: an object may be wrong in every field. */
const MOST_CAUSES = 50;

/** Turns an answer that is no success into words that say what to do. */
export function troubleOfAnswer(answer: BadAnswer, now: number = Date.now()): ClusterTrouble {
  const { status } = answer;
  const said = readStatus(answer.body);
  const kind = said === undefined && looksLikeHtml(answer) ? portalKind(status) : kindOf(status);
  const retryAfter = waitOf(answer.retryAfter, now) ?? milliseconds(said?.retryAfterSeconds);
  const more = {
    status,
    causes: said?.causes ?? [],
    said: said?.message,
    ...(retryAfter === undefined ? {} : { retryAfter }),
  };
  return new ClusterTrouble(kind, words(kind, answer, said?.message), more);
}

function kindOf(status: number): TroubleKind {
  const known = KINDS[status];
  if (known !== undefined) return known;
  if (status >= 500) return 'server';
  return status >= 400 ? 'invalid' : 'broken';
}

/** A page for people in the API's place: somebody else answers (a login portal, a proxy). Its 5xx and 429 may pass, so they keep their kind. */
function portalKind(status: number): TroubleKind {
  if (status === 401) return 'unauthenticated';
  return status >= 500 || status === 429 ? kindOf(status) : 'broken';
}

function words(
  kind: TroubleKind,
  { status, what, server, body, contentType }: BadAnswer,
  message: string | undefined,
): string {
  const own = message === undefined ? '' : ` The API says: ${message.trim().replace(/[:.]$/u, '')}.`;
  switch (kind) {
    case 'unauthenticated':
      return `${server} does not know who you are (401): the credentials are wrong or have expired. Log in again the way your cluster wants it, then try again.`;
    case 'forbidden':
      return `You may not do this (403): ${what}.${own} Ask whoever runs the cluster for this right.`;
    case 'missing':
      return `${what} is not there (404).${own}`;
    case 'expired':
      return `The cluster has forgotten this point in time (410); the list is read anew.`;
    case 'conflict':
      return `Somebody else changed this at the same time, or manages these fields (409).${own} Read it again, then decide anew.`;
    case 'busy':
      return `The cluster is overloaded and asks to wait (429).${own} It is tried again by itself.`;
    case 'server':
      return `The cluster failed while it answered (${status}).${own} If it stays so, look at the API server’s log and at etcd.`;
    case 'broken':
      return looksLikeHtml({ body, contentType })
        ? `${server} answers with a web page instead of Kubernetes’ API (${status}): a login portal or proxy stands in between. Log in there, or check the server in the kubeconfig.`
        : `${server} answers ${status}, which Kubernetes’ API never does. Check the server in the kubeconfig.`;
    case 'invalid':
    case 'unreachable':
    case 'certificate':
    case 'credentials':
    case 'timeout':
    case 'cancelled':
      return `The cluster refuses this request (${status}).${own}`;
  }
}

function looksLikeHtml({ contentType, body }: Pick<BadAnswer, 'contentType' | 'body'>): boolean {
  return contentType?.includes('text/html') === true || /^\s*<(!doctype|html)/iu.test(body);
}

function readStatus(body: string): Status | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return undefined;
  }
  if (typeof parsed !== 'object' || parsed === null) return undefined;
  const { kind, message, details } = parsed as {
    kind?: unknown;
    message?: unknown;
    details?: { retryAfterSeconds?: unknown; causes?: unknown };
  };
  if (kind !== 'Status') return undefined;
  const seconds = details?.retryAfterSeconds;
  return {
    message: typeof message === 'string' && message !== '' ? message.slice(0, LONGEST) : undefined,
    retryAfterSeconds: typeof seconds === 'number' ? seconds : undefined,
    causes: Array.isArray(details?.causes) ? details.causes.slice(0, MOST_CAUSES).flatMap(causeOf) : [],
  };
}

function causeOf(said: unknown): Cause[] {
  const { field, message } = (said ?? {}) as { field?: unknown; message?: unknown };
  if (typeof message !== 'string') return [];
  return [{ field: typeof field === 'string' ? field : undefined, message: message.slice(0, LONGEST) }];
}

const milliseconds = (seconds: number | undefined): number | undefined =>
  seconds === undefined || seconds <= 0 ? undefined : seconds * 1000;

/** https://www.rfc-editor.org/rfc/rfc9110#field.retry-after */
function waitOf(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d+$/u.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** Tells the ERROR event of a watch. https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes */
export function troubleOfStatus(status: unknown, what: string, server: string): ClusterTrouble {
  const code = (status as { code?: unknown } | null)?.code;
  return troubleOfAnswer({
    status: typeof code === 'number' ? code : 500,
    contentType: 'application/json',
    retryAfter: undefined,
    body: JSON.stringify(status),
    what,
    server,
  });
}

/** An answer of status 200 that is no JSON where JSON was wanted. */
export function troubleOfText(answer: Omit<BadAnswer, 'retryAfter'>): ClusterTrouble {
  if (looksLikeHtml(answer)) return troubleOfAnswer({ ...answer, retryAfter: undefined });
  const message = `${answer.server} answers ${answer.what} with something that is no JSON. A proxy in between may have cut or changed it; try again.`;
  return new ClusterTrouble('broken', message, { status: answer.status });
}
