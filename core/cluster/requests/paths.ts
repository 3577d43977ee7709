import type { ObjectName, Resource } from '../connection.ts';

/**
 * The API's path of a resource: of one namespace, or with undefined of all (or of what has no namespace).
 * https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-uris
 */
export function collectionPath({ group, version, plural }: Resource, namespace: string | undefined): string {
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  const inside = namespace === undefined ? '' : `/namespaces/${encodeURIComponent(namespace)}`;
  return `${root}${inside}/${plural}`;
}

/** The API's path of one object. */
export const objectPath = ({ resource, namespace, name }: ObjectName): string =>
  `${collectionPath(resource, namespace)}/${encodeURIComponent(name)}`;

/** The API's path of a pod's `exec`, `log` or `portforward`. */
export const podPath = (namespace: string, pod: string, subresource: string): string =>
  `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(pod)}/${subresource}`;

/** `?a=1&b=2`, without what is undefined; an array repeats its key. */
export function query(
  parameters: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>,
): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(parameters)) {
    if (value === undefined) continue;
    for (const one of Array.isArray(value) ? value : [value]) search.append(key, String(one));
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}
