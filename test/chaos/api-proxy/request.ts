/**
 * What a request to a Kubernetes API asks for, read from its method and address as the API server itself does.
 * Source: https://kubernetes.io/docs/reference/using-api/api-concepts/ and
 * https://kubernetes.io/docs/reference/access-authn-authz/authorization/#determine-the-request-verb
 */
export interface ApiRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** `get`, `list`, `watch`, `create`, `update`, `patch`, `delete`, `deletecollection`; the method in small letters for other paths. */
  readonly verb: string;
  /** Empty for the core group. */
  readonly group?: string;
  /** In the plural, as in paths: `statefulsets`. */
  readonly resource?: string;
  readonly namespace?: string;
  readonly name?: string;
  /** Such as `exec`, `log`, `status`. */
  readonly subresource?: string;
}

const VERBS: Readonly<Record<string, string>> = { POST: 'create', PUT: 'update', PATCH: 'patch' };

/** Subresources of a namespace itself; other words after its name are resources within it. */
const OF_NAMESPACES = new Set(['status', 'finalize']);

function verbOf(method: string, query: URLSearchParams, name: string | undefined): string {
  if (method === 'GET' || method === 'HEAD') {
    if (['1', 'true'].includes(query.get('watch') ?? '')) return 'watch';
    return name === undefined ? 'list' : 'get';
  }
  if (method === 'DELETE') return name === undefined ? 'deletecollection' : 'delete';
  return VERBS[method] ?? method.toLowerCase();
}

/** Reads a request's line: `GET` and `/api/v1/namespaces/shop/pods?watch=1`. */
export function readRequest(method: string, url: string): ApiRequest {
  const { pathname: path, searchParams: query } = new URL(url, 'http://api');
  const base = { method, path, query };
  const parts = path.split('/').filter((part) => part !== '');
  const [root, ...rest] = parts;
  const group = root === 'apis' ? rest.shift() : '';
  const version = rest.shift();
  if ((root !== 'api' && root !== 'apis') || version === undefined || rest.length === 0)
    return { ...base, verb: method.toLowerCase() };

  const inNamespace = rest[0] === 'namespaces' && rest.length > 2 && !OF_NAMESPACES.has(rest[2] ?? '');
  const namespace = inNamespace ? rest[1] : undefined;
  const [resource, name, subresource] = inNamespace ? rest.slice(2) : rest;
  return {
    ...base,
    verb: verbOf(method, query, name),
    ...(group !== undefined && { group }),
    ...(resource !== undefined && { resource }),
    ...(namespace !== undefined && { namespace }),
    ...(name !== undefined && { name }),
    ...(subresource !== undefined && { subresource }),
  };
}
