import type { Database } from '../../../engines/model/database.ts';
import { Field } from '../../../engines/model/field.ts';
import type { KubeObject } from '../../../engines/model/object.ts';
import type { Container } from '../../../engines/model/workload.ts';
import type { Report } from '../rule.ts';
import { databaseRule } from '../rule.ts';
import { isHeadless } from './headless-service.ts';
import { selectsOtherPods } from './other-pods.ts';
import { speaksForWorkload } from './speaker.ts';

export const servicePortMismatch = databaseRule({
  id: 'workload/service-port-mismatch',
  severity: 'warning',
  title: 'The Service leads to a port on which nothing listens',
  why: `A Service sends each connection to its \`targetPort\` on a pod. A name that no container port bears resolves to nothing, and the
Service has no endpoints. A number on which the engine does not listen is refused at every connect, although the Service looks healthy
and has endpoints.`,
  when: `Fires when a Service that selects the database's pods names a \`targetPort\` that no container declares, or when none of its ports
leads to where the engine listens and the server is the pod's only container. Silent where ports are templated, where other containers
may listen there, where the Service selects pods of another workload too, and for numbers in headless Services (they are not used).`,
  sources: ['https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports'],
  whenItRuns: `A \`targetPort\` can be changed at any time and restarts nothing. Where a Service has several ports, or the pod has sidecars, see
first what the port was meant for: connections for an exporter or a pooler do not belong to the database.`,
  examples: {
    bad: `apiVersion: v1
kind: Service
metadata:
  name: mongo
spec:
  selector:
    app: mongo
  ports:
    - port: 27017
      targetPort: mongodb
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: mongo
spec:
  selector:
    matchLabels:
      app: mongo
  template:
    metadata:
      labels:
        app: mongo
    spec:
      containers:
        - name: mongo
          image: mongo:7.0
          ports:
            - name: mongo
              containerPort: 27017
`,
    good: `apiVersion: v1
kind: Service
metadata:
  name: mongo
spec:
  selector:
    app: mongo
  ports:
    - port: 27017
      targetPort: mongo
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: mongo
spec:
  selector:
    matchLabels:
      app: mongo
  template:
    metadata:
      labels:
        app: mongo
    spec:
      containers:
        - name: mongo
          image: mongo:7.0
          ports:
            - name: mongo
              containerPort: 27017
`,
  },
  *check(database, context) {
    const { services, pod, workload } = database;
    if (workload.object.partial || !speaksForWorkload(database, context)) return;
    const running = pod.containers.filter((container) => !container.init);
    if (!running.every(arePortsKnown) || pod.spec.object.isOpen([...pod.spec.path, 'containers'])) return;
    for (const service of services.selecting) {
      const ports = new Field(service).at('spec', 'ports');
      if (service.isOpen(ports.path)) continue;
      const found = [...unknownNames(database, service, ports, running), ...nowhere(database, service, ports, running)];
      // Depends on every workload there is, so it is asked last: each of their edits would have this database checked again.
      if (found.length > 0 && !selectsOtherPods(service, database, context.lookup)) yield* found;
    }
  },
});

function arePortsKnown({ field, ports }: Container): boolean {
  const list = field.at('ports');
  return (
    (list.exists || list.absent) &&
    !list.unknown &&
    !list.object.isOpen(list.path) &&
    ports.every((port) => port.port !== undefined && !port.field.at('name').unknown)
  );
}

function* unknownNames(
  database: Database,
  service: KubeObject,
  ports: Field,
  running: readonly Container[],
): Iterable<Report> {
  const names = running.flatMap((container) => container.ports.flatMap(({ name }) => name ?? []));
  for (const port of ports.items()) {
    const target = port.at('targetPort');
    const name = target.string();
    if (name === undefined || target.number() !== undefined || names.includes(name)) continue;
    yield report(
      database,
      service,
      port,
      target,
      `The Service '${service.name ?? ''}' sends connections to the container port '${name}', and no container has a port of that name: it has no endpoints, and every client is refused.`,
    );
  }
}

/** None of the Service's ports leads to the engine, and nobody else in the pod could be meant. */
function* nowhere(
  database: Database,
  service: KubeObject,
  ports: Field,
  running: readonly Container[],
): Iterable<Report> {
  const { engine, port: listens } = database;
  const [first] = ports.items();
  if (isHeadless(service) || listens === undefined || running.length !== 1 || first === undefined) return;
  const answers = new Set([
    listens,
    ...engine.otherPorts,
    ...running.flatMap((one) => one.ports.map(({ port }) => port)),
  ]);
  const targets = ports.items().map((port) => targetOf(port));
  if (targets.some((target) => target === undefined || answers.has(target))) return;
  const target = first.at('targetPort');
  yield report(
    database,
    service,
    first,
    target.exists ? target : first.at('port'),
    `The Service '${service.name ?? ''}' sends connections to port ${String(targets[0])}, and ${engine.name} listens on ${listens}: every client is refused.`,
  );
}

/** The number to which a Service port leads; undefined for names and templates. */
function targetOf(port: Field): number | undefined {
  const target = port.at('targetPort');
  return target.exists ? target.number() : port.at('port').number();
}

function report(database: Database, service: KubeObject, port: Field, at: Field, message: string): Report {
  const { container, engine, port: listens, workload, pod } = database;
  const ports = new Field(service).at('spec', 'ports').items();
  const number = port.at('port').number();
  // A port of several, or of a pod with a sidecar, may be meant for something else.
  const isAlone = ports.length === 1 && pod.containers.filter(({ init }) => !init).length === 1;
  const isPlain = isAlone || number === listens || number === engine.clientPort.value;
  const declared = container.ports.find((one) => one.port === listens);
  const meant = declared?.name ?? listens;
  return {
    source: at.source,
    message,
    thing: `service:${service.name ?? ''}`,
    related: [
      {
        source: container.field.at('ports').exists
          ? container.field.at('ports').source
          : workload.root.at('kind').source,
        message: 'The ports of the server',
      },
    ],
    fixes:
      meant === undefined
        ? []
        : [
            {
              title: `Send connections to ${typeof meant === 'string' ? `the port '${meant}'` : `port ${meant}`}${isPlain ? '' : ` (only if they are meant for ${engine.name})`}`,
              kind: isPlain ? 'safe' : 'careful',
              apply: (editor) => {
                editor.set(service, [...port.path, 'targetPort'], meant);
              },
            },
          ],
  };
}
