import { isOnDockerHub } from '../configuration/image.ts';
import type { Image } from '../model/workload.ts';

/** A place from which images are gone, or where nobody renews them. */
export interface Withdrawn {
  /** For the middle of a sentence: «has been gone since …». */
  readonly what: string;
  readonly source: string;
  /** The same image at a place that lasts; undefined where there is none. */
  readonly replacement?: string;
}

interface Place {
  readonly holds: (image: Image) => boolean;
  readonly what: string;
  readonly source: string;
  readonly replacement?: (image: Image) => string;
}

const isBelow = (folder: string, { repository }: Image) => repository.startsWith(`${folder}/`);

const PLACES: readonly Place[] = [
  {
    // What is left there are hardened images under `latest`, for development.
    holds: (image) =>
      isOnDockerHub(image) && isBelow('bitnami', image) && image.tag !== undefined && image.tag !== 'latest',
    what: 'has been taken out of docker.io/bitnami, where versioned images ended on 2025-08-28',
    source: 'https://github.com/bitnami/containers/issues/83267',
  },
  {
    holds: (image) => isOnDockerHub(image) && isBelow('bitnamilegacy', image),
    what: 'lies in docker.io/bitnamilegacy, an archive since 2025-08-28 in which nothing is mended',
    source: 'https://github.com/bitnami/containers/issues/83267',
  },
  {
    holds: ({ registry }) => registry === 'k8s.gcr.io',
    what: 'lies in k8s.gcr.io, which has been frozen since 2023-04-03',
    source: 'https://kubernetes.io/blog/2023/02/06/k8s-gcr-io-freeze-announcement/',
    replacement: ({ reference }) => reference.replace('k8s.gcr.io', 'registry.k8s.io'),
  },
  {
    holds: (image) =>
      image.registry === 'gcr.io' && (isBelow('google_containers', image) || isBelow('google-containers', image)),
    what: 'lies in gcr.io/google_containers, which Kubernetes left for other registries and does not renew',
    source: 'https://kubernetes.io/blog/2023/02/06/k8s-gcr-io-freeze-announcement/',
  },
  {
    holds: (image) => image.registry === 'quay.io' && isBelow('coreos', image),
    what: 'lies in quay.io/coreos, whose projects have moved or ended',
    source: 'https://quay.io/organization/coreos',
  },
];

/** Why an image is gone or frozen; undefined where it is not known to be. */
export function withdrawnImage(image: Image): Withdrawn | undefined {
  const place = PLACES.find(({ holds }) => holds(image));
  if (place === undefined) return undefined;
  const { what, source, replacement } = place;
  return { what, source, ...(replacement === undefined ? {} : { replacement: replacement(image) }) };
}
