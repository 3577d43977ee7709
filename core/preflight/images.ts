import type { ApiObject } from '../cluster/connection.ts';
import { fieldOf } from '../procedures/jobs/pod-words.ts';

/** A kubelet tells of so many images at most (nodeStatusMaxImages): https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/ */
const TOLD = 50;

/**
 * Whether an image lies on a node: `yes` on each, `some` on some, `no` on none that tells of all it has; else `unknown`. Nothing is pulled, so `no` does not mean that it
 * could not be.
 */
export function imageOn(nodes: readonly ApiObject[] | undefined, image: string): 'yes' | 'some' | 'no' | 'unknown' {
  if (nodes === undefined || nodes.length === 0) return 'unknown';
  const wanted = normal(image);
  const seen = nodes.map((node) => {
    const images = fieldOf(node).at('status', 'images').items();
    const has = images.some((one) =>
      one
        .at('names')
        .strings()
        .some((name) => normal(name) === wanted),
    );
    return has ? 'yes' : images.length >= TOLD ? 'unknown' : 'no';
  });
  if (seen.every((one) => one === 'yes')) return 'yes';
  if (seen.includes('yes')) return 'some';
  return seen.includes('unknown') ? 'unknown' : 'no';
}

/** What a person should know of an image that a Job or a new pod needs; none where it lies on each node. */
export function imageWarnings(nodes: readonly ApiObject[] | undefined, image: string): readonly string[] {
  switch (imageOn(nodes, image)) {
    case 'yes':
      return [];
    case 'some':
      return [`The image ${image} lies on some of the nodes; on the others it must be pulled.`];
    case 'no':
      return [`The image ${image} lies on no node yet: it must be pulled.`];
    case 'unknown':
      return [`Whether the image ${image} lies on the nodes already is not known.`];
  }
}

/** As the kubelet writes it: `docker.io/library/postgres:16`. https://github.com/distribution/reference (familiar names) */
function normal(reference: string): string {
  const first = reference.split('/')[0] ?? '';
  const hasRegistry = reference.includes('/') && (/[.:]/u.test(first) || first === 'localhost');
  const named = hasRegistry ? reference : `docker.io/${reference.includes('/') ? '' : 'library/'}${reference}`;
  const last = named.split('/').at(-1) ?? '';
  return /[:@]/u.test(last) ? named : `${named}:latest`;
}
