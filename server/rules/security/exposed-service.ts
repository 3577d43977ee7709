import type { Database } from '../../../engines/model/database.ts';
import { Field } from '../../../engines/model/field.ts';
import type { KubeObject } from '../../../engines/model/object.ts';
import { databaseRule } from '../rule.ts';
import type { Fix, Report } from '../rule.ts';
import { exampleSet } from '../example-set.ts';
import { containerPhrase } from '../probes/container.ts';
import { backendsOf, ROUTE_KINDS } from './routes.ts';

export const exposedService = databaseRule({
  id: 'security/exposed-service',
  severity: 'error',
  title: 'The database can be reached from outside the cluster',
  why: `A LoadBalancer has an address of its own, most often a public one; a NodePort and a host's port are open on the nodes. Database ports on the
Internet are found within hours: passwords are guessed, holes are tried before they are mended, and what travels is readable without TLS.
A NetworkPolicy for pods does not always see who came through a node.`,
  when: `Fires for a LoadBalancer, NodePort or \`externalIPs\` on the engine's port, for an Ingress or Route to it, for \`hostPort\` and for \`hostNetwork\`.
Only a warning where \`loadBalancerSourceRanges\` narrow the callers or an annotation asks for an internal load balancer. Silent for ports that
lead to other containers (an exporter, a pooler), and where a template says the type.`,
  sources: [
    'https://kubernetes.io/docs/concepts/services-networking/service/#publishing-services-service-types',
    'https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline',
  ],
  whenItRuns: `A Service can become a ClusterIP at any time: connections from outside end at once, and the load balancer's address is given back and may
not be had again. Find out first who comes through it (the load balancer's log, or the addresses in the database's list of sessions), and give
them another way: \`kubectl port-forward\` for people, a VPN or an internal load balancer for programs.`,
  examples: {
    bad: `${exampleSet({ name: 'mongo', image: 'mongo:7.0' })}---
apiVersion: v1
kind: Service
metadata:
  name: mongo-outside
spec:
  type: LoadBalancer
  selector:
    app: mongo
  ports:
    - port: 27017
`,
    good: `${exampleSet({ name: 'mongo', image: 'mongo:7.0' })}---
apiVersion: v1
kind: Service
metadata:
  name: mongo-inside
spec:
  type: ClusterIP
  selector:
    app: mongo
  ports:
    - port: 27017
`,
  },
  *check(database, { lookup }) {
    yield* ofHost(database);
    const leading = database.services.selecting.filter((service) => leadsToEngine(database, service));
    for (const service of leading) yield* ofService(database, service);
    const names = new Set(leading.flatMap(({ name }) => name ?? []));
    if (names.size === 0) return;
    for (const route of ROUTE_KINDS.flatMap((kind) => lookup.all(kind, database.workload.object))) {
      const backend = backendsOf(route).find((one) => names.has(one.string() ?? ''));
      if (backend === undefined) continue;
      yield {
        source: backend.source,
        object: route,
        message: `The ${route.kind} '${route.name ?? ''}' leads from outside the cluster to ${database.engine.name} (Service '${backend.string() ?? ''}').`,
        thing: `route:${route.kind}/${route.name ?? ''}`,
      };
    }
  },
});

/** Ports of the node itself. */
function* ofHost(database: Database): Iterable<Report> {
  const { pod, container, port, engine } = database;
  const network = pod.spec.at('hostNetwork');
  if (network.boolean() === true) {
    yield {
      source: network.source,
      message: `${containerPhrase(database)} shares the node's network: its port is open on the node's own address, and NetworkPolicies do not see it.`,
      thing: 'host-network',
    };
    return;
  }
  const open = container.ports.find(
    (one) => (one.field.at('hostPort').number() ?? 0) > 0 && one.port === (port ?? engine.clientPort.value),
  );
  if (open === undefined) return;
  yield {
    source: open.field.at('hostPort').source,
    message: `${containerPhrase(database)} has its port open on the node's own address.`,
    thing: 'host-port',
  };
}

function* ofService({ engine }: Database, service: KubeObject): Iterable<Report> {
  const spec = new Field(service).at('spec');
  const type = spec.at('type');
  const addresses = spec.at('externalIPs');
  const isOut = type.string() === 'LoadBalancer' || type.string() === 'NodePort';
  if (!isOut && addresses.strings().length === 0) return;
  const narrowed = narrowedBy(service);
  const how = isOut ? `is a ${type.string() ?? ''}` : 'has external addresses';
  yield {
    source: isOut ? type.source : addresses.source,
    object: service,
    ...(narrowed === undefined ? {} : { severity: 'warning' as const }),
    message: `The Service '${service.name ?? ''}' ${how}: ${engine.name} can be reached from outside the cluster${narrowed === undefined ? '' : `, though ${narrowed}`}.`,
    thing: `service:${service.name ?? ''}`,
    fixes: isOut ? [keepInside(service, spec)] : [],
  };
}

/** What only Services that lead outside may have. Source: https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/ */
const OUTSIDE_FIELDS = [
  'externalTrafficPolicy',
  'loadBalancerSourceRanges',
  'loadBalancerIP',
  'loadBalancerClass',
  'allocateLoadBalancerNodePorts',
  'healthCheckNodePort',
];

function keepInside(service: KubeObject, spec: Field): Fix {
  return {
    title: 'Make it a ClusterIP (only if nobody comes through it from outside)',
    kind: 'careful',
    apply: (editor) => {
      editor.set(service, ['spec', 'type'], 'ClusterIP');
      for (const name of OUTSIDE_FIELDS) if (spec.at(name).exists) editor.remove(service, ['spec', name]);
      for (const port of spec.at('ports').items()) {
        if (port.at('nodePort').exists) editor.remove(service, [...port.path, 'nodePort']);
      }
    },
  };
}

/**
 * Annotations with which clouds make a load balancer an internal one.
 * Source: https://kubernetes.io/docs/concepts/services-networking/service/#internal-load-balancer
 */
const INTERNAL =
  /(?:load-balancer-internal|load-balancer-type|load-balancer-scheme|aws-load-balancer-internal|internal-load-balancer|address-type|openstack-internal-load-balancer)$/u;

function narrowedBy(service: KubeObject): string | undefined {
  const field = new Field(service);
  if (field.at('spec', 'type').string() !== 'LoadBalancer') return undefined;
  const ranges = field.at('spec', 'loadBalancerSourceRanges');
  if (ranges.unknown || (ranges.items().length > 0 && !ranges.strings().includes('0.0.0.0/0'))) {
    return 'only from the addresses that loadBalancerSourceRanges allow';
  }
  const isInternal = Object.entries(field.at('metadata', 'annotations').stringMap()).some(
    ([key, value]) => INTERNAL.test(key) && /^(?:true|internal|intranet|private|0\.0\.0\.0\/0)$/iu.test(value),
  );
  return isInternal ? "only from the cloud's own network" : undefined;
}

/** One of its ports is the engine's; a name counts where the database's container bears it. */
function leadsToEngine({ container, port, engine }: Database, service: KubeObject): boolean {
  const listens = port ?? engine.clientPort.value;
  return new Field(service)
    .at('spec', 'ports')
    .items()
    .some((one) => {
      const target = one.at('targetPort');
      const name = target.string();
      if (target.number() !== undefined || !target.exists)
        return (target.number() ?? one.at('port').number()) === listens;
      return container.ports.some((declared) => declared.name === name && (declared.port ?? listens) === listens);
    });
}
