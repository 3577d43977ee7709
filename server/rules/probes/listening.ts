import { wordsKnown } from '../../../engines/configuration/calls.ts';
import type { Database } from '../../../engines/model/database.ts';

/** The container of the same pod that declares this port. */
export function owner({ pod, container }: Database, number: number): string | undefined {
  if (container.ports.some(({ port }) => port === number)) return undefined;
  return pod.containers.find(
    (other) => other !== container && !other.init && other.ports.some(({ port }) => port === number),
  )?.name;
}

/** True when nothing in sight or out of sight could make the server listen on this port. */
export function isSurelyWrong(database: Database, number: number): boolean {
  const { container, engine, port, settings, recognition } = database;
  if (port === undefined || port === number || engine.otherPorts.includes(number)) return false;
  if (container.ports.some((declared) => declared.port === number || declared.field.at('containerPort').unknown))
    return false;
  if (owner(database, number) !== undefined) return true;
  const mentioned = [
    ...[...settings.values()].map(({ value }) => value),
    ...container.words.map(({ value }) => value),
    ...[...container.environment.variables.values()].map(({ value }) => value ?? ''),
  ];
  if (mentioned.some((text) => text.includes(String(number)))) return false;
  if (!container.filesComplete || container.field.object.isOpen([...container.field.path, 'ports'])) return false;
  // The author declares the engine's port and probes another one.
  if (container.ports.some((declared) => declared.port === port)) return true;
  return recognition.certainty === 'certain' && container.environment.complete && wordsKnown(container);
}
