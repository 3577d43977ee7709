import type { Container } from '../../../engines/model/workload.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import type { Hand } from '../../runner/hand.ts';
import { fieldOf } from '../jobs/pod-words.ts';

/** A port of a container, and through which Service it is wanted. */
export interface Behind {
  readonly namespace: string;
  readonly service: string;
  readonly container: Container;
  /** On which the server listens. */
  readonly port: number;
}

/**
 * The port of a Service that leads to a port of the container, which may be another number. A headless Service translates nothing. Where none of its ports says that
 * it leads there, the server's own. Throws {@link ../../cluster/trouble.ClusterTrouble}.
 * https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports
 */
export async function servicePort(
  { see, signal }: Pick<Hand, 'see' | 'signal'>,
  { namespace, service, container, port }: Behind,
): Promise<number> {
  const place = { resource: RESOURCES.services, namespace, name: service };
  const spec = fieldOf(await see.read(place, { signal })).at('spec');
  if (spec.at('clusterIP').string() === 'None') return port;
  const names = container.field
    .at('ports')
    .items()
    .filter((one) => one.at('containerPort').number() === port)
    .flatMap((one) => one.at('name').string() ?? []);
  const leading = spec
    .at('ports')
    .items()
    .find((one) => {
      const target = one.at('targetPort');
      const name = target.string();
      if (name !== undefined && names.includes(name)) return true;
      return (target.number() ?? (name === undefined ? one.at('port').number() : undefined)) === port;
    });
  return leading?.at('port').number() ?? port;
}
