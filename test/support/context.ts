import type { EngineContext, Recognition } from '../../engines/model/engine.ts';
import type { Source } from '../../engines/model/field.ts';
import { valueAt } from '../../engines/model/object.ts';
import { recognise } from '../../engines/recognise.ts';
import { workloadOf } from './lookup.ts';

/** A container recognised and read, as the builder does it: `context` is what the engine's functions take. */
export interface Recognised {
  readonly recognition: Recognition;
  readonly context: EngineContext;
}

/** Recognises the first container that is no init container of a YAML text's first workload; the text's other objects are in sight. */
export function contextOf(text: string): Recognised {
  const workload = workloadOf(text);
  const { pod } = workload;
  const container = pod.containers.find(({ init }) => !init);
  const recognition = container && recognise(container, workload, []);
  if (container === undefined || recognition === undefined) throw new Error('no engine recognised in this text');
  const { engine, variant, version } = recognition;
  const facing = { container, pod, workload, variant, version };
  return { recognition, context: { ...facing, settings: engine.settings(facing) } };
}

/**
 * A StatefulSet of three with one container, from the lines of the container's YAML (`image: mongo:7`). `rest` are lines of the pod's
 * spec; further objects follow in `objects`.
 */
export function setOf(container: string, rest = '', ...objects: readonly string[]): string {
  const indent = (text: string, depth: number) =>
    text
      .trim()
      .split('\n')
      .map((line) => ' '.repeat(depth) + line)
      .join('\n');
  const set = [
    'apiVersion: apps/v1',
    'kind: StatefulSet',
    'metadata: { name: db }',
    'spec:',
    '  replicas: 3',
    '  serviceName: db',
    '  template:',
    '    metadata: { labels: { app: db } }',
    '    spec:',
    '      containers:',
    '        - name: db',
    indent(container, 10),
    rest === '' ? '' : indent(rest, 6),
  ].join('\n');
  return [set, ...objects].join('\n---\n');
}

/** The piece of text that a source points at: its span, or the whole value. */
export function textAt({ object, path, span }: Source): string {
  const value = valueAt(object.body, path);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return span === undefined ? text : text.slice(...span);
}
