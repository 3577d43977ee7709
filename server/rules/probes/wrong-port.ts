import { clientCall } from '../../../engines/clients/index.ts';
import type { Database } from '../../../engines/model/database.ts';
import type { Field, Source } from '../../../engines/model/field.ts';
import { isUnknown, valueAt } from '../../../engines/model/object.ts';
import { databaseRule } from '../rule.ts';
import type { Fix, Report } from '../rule.ts';
import { containerPhrase } from './container.ts';
import { kindOfProbeFix, titled } from './fix-kind.ts';
import { isItself } from './hosts.ts';
import { isSurelyWrong, owner } from './listening.ts';
import { callsOfProbe, readProbes, spoken, thingOf } from './probe.ts';
import type { Probe } from './probe.ts';

export const wrongPort = databaseRule({
  id: 'probes/wrong-port',
  severity: 'error',
  title: 'A probe asks a port on which the database does not listen',
  why: `The check can never say anything about the database. Where nobody listens on the port it always fails: a readiness probe keeps the
pod out of its Services for ever, a liveness or startup probe kills a healthy server again and again. Where a sidecar listens there (an
exporter, a pooler), the probe tells how the sidecar is doing.

A name that no port of the container bears cannot be resolved by the kubelet: a readiness or startup probe then never succeeds, and a
liveness probe asks nobody, so nothing restarts a server that hangs.`,
  when: `Fires when the number, or the port behind the name, is neither where this server listens as configured nor another port of the engine,
and the container does not declare it; and when the name is none of the container's ports. Silent where a configuration file out of sight
may say otherwise.`,
  sources: [
    'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#use-a-named-port',
  ],
  silences: ['probes/tcp-only'],
  whenItRuns: `A StatefulSet or Deployment takes the port as a rolling update. The probes of a bare Pod cannot be changed: delete the pod and
create it again, at a time when clients can do without it.`,
  examples: {
    bad: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: postgres
spec:
  serviceName: postgres
  selector:
    matchLabels: { app: postgres }
  template:
    metadata:
      labels: { app: postgres }
    spec:
      containers:
        - name: postgres
          image: postgres:16.4
          ports:
            - name: postgres
              containerPort: 5432
          livenessProbe:
            tcpSocket:
              port: 3306
`,
    good: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: postgres
spec:
  serviceName: postgres
  selector:
    matchLabels: { app: postgres }
  template:
    metadata:
      labels: { app: postgres }
    spec:
      containers:
        - name: postgres
          image: postgres:16.4
          ports:
            - name: postgres
              containerPort: 5432
          livenessProbe:
            tcpSocket:
              port: postgres
`,
  },
  *check(database) {
    for (const probe of readProbes(database.container)) {
      if (probe.handler === 'exec') yield* ofCommand(database, probe);
      else if (probe.handler !== undefined) yield* ofHandler(database, probe, probe.field.at(probe.handler));
    }
  },
});

function* ofHandler(database: Database, probe: Probe, handler: Field): Iterable<Report> {
  const port = handler.at('port');
  if (!handler.at('host').absent || !port.known) return;
  const { container } = database;
  const number = port.number();
  if (number !== undefined) {
    // Patroni and its like answer HTTP beside the server: of HTTP ports only another container's is surely wrong.
    const isWrong = probe.handler === 'tcpSocket' ? isSurelyWrong(database, number) : owner(database, number);
    if (isWrong) yield report(database, probe, port.source, number, (value) => value);
    return;
  }
  const name = port.string();
  const ports = container.field.at('ports');
  if (name === undefined || ports.unknown || ports.object.isOpen(ports.path)) return;
  if (container.ports.some((declared) => declared.field.at('name').unknown)) return;
  if (!ports.exists && !ports.absent) return;
  const named = container.ports.find((declared) => declared.name === name);
  if (named === undefined) {
    yield {
      source: port.source,
      message:
        `The ${spoken(probe.key)} asks the port '${name}', but ${containerPhrase(database)} declares no port of that name: ` +
        `the kubelet cannot resolve it, so ${probe.key === 'livenessProbe' ? 'the probe never asks anybody, and nothing restarts a server that hangs' : 'the pod never becomes ready and no Service sends clients to it'}.`,
      thing: thingOf(probe.key),
      // The engine's port answers HTTP only where the engine's own question is HTTP: else the probe would begin to fail.
      fixes:
        probe.handler === 'tcpSocket' ? fixOf(database, port.source, (value) => nameOf(database, value) ?? value) : [],
    };
  }
}

/** The name that the container gives a port. */
function nameOf({ container }: Database, number: number): string | undefined {
  return container.ports.find(({ port }) => port === number)?.name;
}

function* ofCommand(database: Database, probe: Probe): Iterable<Report> {
  for (const call of callsOfProbe(database.container, probe)) {
    const client = clientCall(call);
    if (client?.port === undefined || isUnknown(client.port.value)) continue;
    if (!database.engine.clientCommands.includes(client.program)) continue;
    if (client.host !== undefined && !isItself(client.host.value, database)) continue;
    const number = Number(client.port.value);
    if (!Number.isInteger(number) || !isSurelyWrong(database, number)) continue;
    const text = textOf(client.port.source);
    const written = text?.includes(client.port.value) === true ? text : client.port.value;
    yield report(database, probe, client.port.source, number, (port) => written.replace(String(number), String(port)));
  }
}

function report(
  database: Database,
  probe: Probe,
  source: Source,
  number: number,
  write: (port: number) => string | number,
): Report {
  const other = owner(database, number);
  const whose = other === undefined ? '' : ` That port belongs to container '${other}'.`;
  return {
    source,
    message:
      `The ${spoken(probe.key)} asks port ${String(number)}, but ${containerPhrase(database)} listens on ` +
      `${String(database.port ?? database.engine.clientPort.value)}.${whose} ` +
      (other === undefined ? `Nobody answers there, ${consequence(probe)}.` : 'It says nothing about the database.'),
    thing: thingOf(probe.key),
    fixes: fixOf(database, source, write),
  };
}

function consequence({ key }: Probe): string {
  return key === 'readinessProbe'
    ? 'so the pod never becomes ready and no Service sends clients to it'
    : 'so a healthy server is killed again and again';
}

function fixOf(database: Database, source: Source, write: (port: number) => string | number): readonly Fix[] {
  const { port, container } = database;
  if (port === undefined || source.object !== container.field.object) return [];
  const kind = kindOfProbeFix(database);
  const written = write(port);
  const title = titled(
    `Ask port ${typeof written === 'string' && source.span === undefined ? written : String(port)}`,
    kind,
  );
  return [
    {
      title,
      kind,
      apply: (editor) => {
        if (source.span === undefined) editor.set(source.object, source.path, written);
        else editor.replaceSpan(source, String(written));
      },
    },
  ];
}

/** The text at a source: of a script's word the word as it is written. */
function textOf({ object, path, span }: Source): string | undefined {
  const value = valueAt(object.body, path);
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? value.slice(...(span ?? [])) : undefined;
}
