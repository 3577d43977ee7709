import { Field } from '../../../engines/model/field.ts';
import type { KubeObject } from '../../../engines/model/object.ts';

/** Kinds that lead from outside to a Service. */
export const ROUTE_KINDS: readonly string[] = ['Ingress', 'TCPRoute', 'TLSRoute', 'HTTPRoute'];

/**
 * The names of the Services to which a route leads. Sources: https://kubernetes.io/docs/concepts/services-networking/ingress/,
 * https://gateway-api.sigs.k8s.io/api-types/httproute/
 */
export function backendsOf(route: KubeObject): Field[] {
  const spec = new Field(route).at('spec');
  const rules = spec.at('rules').items();
  if (route.kind !== 'Ingress') {
    return rules.flatMap((rule) =>
      rule
        .at('backendRefs')
        .items()
        .map((one) => one.at('name')),
    );
  }
  const backends = rules.flatMap((rule) =>
    rule
      .at('http', 'paths')
      .items()
      .map((path) => path.at('backend')),
  );
  return [spec.at('defaultBackend'), ...backends].flatMap((one) => [one.at('service', 'name'), one.at('serviceName')]);
}
