import type { Json } from '../../engines/model/object.ts';
import type { Destination } from './manifest.ts';

/** Variables with the keys to a bucket, from their Secret under either of the usual names. */
export function credentials(destination: Destination): Json[] {
  if (destination.kind === 'claim') return [];
  const { secret, authority } = destination;
  const refer = (name: string, key: string): Json => ({
    name,
    valueFrom: { secretKeyRef: { name: secret, key, optional: true } },
  });
  return [
    refer('AWS_ACCESS_KEY_ID', 'AWS_ACCESS_KEY_ID'),
    refer('AWS_SECRET_ACCESS_KEY', 'AWS_SECRET_ACCESS_KEY'),
    refer('PLINTH_ACCESS_KEY_ID', 'accessKeyId'),
    refer('PLINTH_SECRET_ACCESS_KEY', 'secretAccessKey'),
    ...(authority === undefined ? [] : [{ name: 'NODE_EXTRA_CA_CERTS', value: '/plinth-authority/ca.crt' }]),
  ];
}

/** Volumes of the pod: the claim, or the authority of a bucket's certificate. */
export function destinationVolumes(destination: Destination): Json[] {
  if (destination.kind === 'claim')
    return [{ name: 'backups', persistentVolumeClaim: { claimName: destination.claim } }];
  return destination.authority === undefined ? [] : [{ name: 'authority', configMap: { name: destination.authority } }];
}

export function destinationMounts(destination: Destination): Json[] {
  if (destination.kind === 'claim') return [{ name: 'backups', mountPath: '/backups' }];
  return destination.authority === undefined
    ? []
    : [{ name: 'authority', mountPath: '/plinth-authority', readOnly: true }];
}
