import { Field } from './field.ts';
import type { KubeObject } from './object.ts';

/** How an object chooses pods: by equal labels, and by expressions over labels. */
export interface Selector {
  readonly labels: Readonly<Record<string, string>>;
  readonly expressions: readonly Field[];
  /** False where a template hides a part of it: it may select anything. */
  readonly known: boolean;
}

/** Where each kind keeps its pod selector. */
const PLACES: Readonly<Record<string, readonly string[]>> = {
  Service: ['spec', 'selector'],
  PodDisruptionBudget: ['spec', 'selector'],
  NetworkPolicy: ['spec', 'podSelector'],
  PodMonitor: ['spec', 'selector'],
};

/** The pod selector of a Service, PodDisruptionBudget, NetworkPolicy or PodMonitor; undefined where it has none (a Service without selector). */
export function selectorOf(object: KubeObject): Selector | undefined {
  const place = PLACES[object.kind];
  if (place === undefined) return undefined;
  const field = new Field(object).at(...place);
  if (!field.exists || field.value === null) return undefined;
  const labels = object.kind === 'Service' ? field : field.at('matchLabels');
  const known = field.known && !object.isOpen(field.path) && labels.entries().every(([, value]) => value.known);
  return {
    labels: labels.stringMap(),
    expressions: object.kind === 'Service' ? [] : field.at('matchExpressions').items(),
    known,
  };
}

/**
 * Whether a selector chooses pods with these labels. An empty Service selector chooses nothing; an empty label selector everything.
 * Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
 */
export function selects(selector: Selector, labels: Readonly<Record<string, string>>, kind: string): boolean {
  const pairs = Object.entries(selector.labels);
  if (kind === 'Service' && pairs.length === 0) return false;
  return (
    pairs.every(([key, value]) => labels[key] === value) && selector.expressions.every((one) => holds(one, labels))
  );
}

function holds(expression: Field, labels: Readonly<Record<string, string>>): boolean {
  const value = labels[expression.at('key').string() ?? ''];
  const values = expression.at('values').strings();
  switch (expression.at('operator').string()) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case undefined:
    default:
      return false;
  }
}
