import { Field } from '../../../engines/model/field.ts';
import type { KubeObject } from '../../../engines/model/object.ts';
import { isUnknown } from '../../../engines/model/object.ts';
import type { ManifestEditor } from '../../edits/index.ts';

type Step = (editor: ManifestEditor) => void;

/** The edits besides the apiVersion. */
export interface Upgrade {
  readonly apply: Step;
  /** It writes the selector that the old version left to the pods' labels: an object that exists may have another one, for ever. */
  readonly guessesSelector: boolean;
}

/**
 * What besides the apiVersion must change for an object to be accepted, and mean the same, in the current version. Undefined where
 * that cannot be said from the text alone.
 */
export function upgradeOf(object: KubeObject): Upgrade | undefined {
  const apply = stepOf(object);
  const isWorkload = WITH_SELECTOR.has(object.kind);
  return apply && { apply, guessesSelector: isWorkload && new Field(object).at('spec', 'selector').absent };
}

const WITH_SELECTOR: ReadonlySet<string> = new Set(['StatefulSet', 'Deployment', 'ReplicaSet', 'DaemonSet']);

function stepOf(object: KubeObject): Step | undefined {
  switch (object.kind) {
    case 'StatefulSet':
    case 'Deployment':
    case 'ReplicaSet':
    case 'DaemonSet':
      return workloadUpgrade(object);
    case 'PodDisruptionBudget':
      return budgetUpgrade(object);
    case 'HorizontalPodAutoscaler':
      return autoscalerUpgrade(object);
    case 'Ingress':
      return ingressUpgrade(object);
    default:
      return () => undefined;
  }
}

/** `apps/v1` requires the selector that older versions took from the template's labels, and has dropped two fields. */
function workloadUpgrade(object: KubeObject): Step | undefined {
  const spec = new Field(object).at('spec');
  const selector = spec.at('selector');
  const labels = spec.at('template', 'metadata', 'labels');
  const isMissing = selector.absent;
  const known = labels.entries().every(([, value]) => value.known) && !object.isOpen(labels.path);
  if (isMissing && (!known || labels.entries().length === 0)) return undefined;
  return (editor) => {
    for (const name of ['rollbackTo', 'templateGeneration']) {
      if (spec.at(name).exists) editor.remove(object, spec.at(name).path);
    }
    if (!isMissing) return;
    const matchLabels = labels.stringMap();
    if (spec.at('template').exists) editor.insert(object, selector.path, { matchLabels }, { before: 'template' });
  };
}

/** An empty selector chose no pods in `policy/v1beta1`, and chooses all of them in `policy/v1`. */
function budgetUpgrade(object: KubeObject): Step | undefined {
  const selector = new Field(object).at('spec', 'selector');
  const isEmpty = selector.entries().every(([, part]) => part.entries().length === 0 && part.items().length === 0);
  return isEmpty && !object.partial ? undefined : () => undefined;
}

/** `autoscaling/v2beta1` wrote a metric's target as one of two fields. */
function autoscalerUpgrade(object: KubeObject): Step | undefined {
  if (object.apiVersion !== 'autoscaling/v2beta1') return () => undefined;
  const steps: Step[] = [];
  for (const metric of new Field(object).at('spec', 'metrics').items()) {
    const resource = metric.at('resource');
    const utilization = resource.at('targetAverageUtilization');
    const value = resource.at('targetAverageValue');
    const old = utilization.exists ? utilization : value;
    if (metric.at('type').string() !== 'Resource' || !old.known || isUnknown(old.value)) return undefined;
    const target = utilization.exists
      ? { type: 'Utilization', averageUtilization: utilization.value ?? null }
      : { type: 'AverageValue', averageValue: value.value ?? null };
    steps.push((editor) => {
      editor.set(object, resource.at('target').path, target);
      editor.remove(object, old.path);
    });
  }
  return (editor) => {
    for (const step of steps) step(editor);
  };
}

/** `networking.k8s.io/v1` puts a backend's name and port below `service`, and requires a `pathType`. */
function ingressUpgrade(object: KubeObject): Step | undefined {
  const spec = new Field(object).at('spec');
  if (spec.at('backend').exists || object.partial) return undefined;
  const paths = spec
    .at('rules')
    .items()
    .flatMap((rule) => rule.at('http', 'paths').items());
  const isPlain = paths.every(
    (path) => path.at('backend', 'serviceName').known && path.at('backend', 'servicePort').known,
  );
  if (!isPlain) return undefined;
  return (editor) => {
    for (const path of paths) {
      const backend = path.at('backend');
      const port = backend.at('servicePort');
      const number = port.number();
      editor.set(object, backend.at('service').path, {
        name: backend.at('serviceName').string() ?? '',
        port: number === undefined ? { name: port.string() ?? '' } : { number },
      });
      editor.remove(object, backend.at('serviceName').path);
      editor.remove(object, port.path);
      if (!path.at('pathType').exists) {
        editor.insert(object, path.at('pathType').path, 'ImplementationSpecific', { before: 'backend' });
      }
    }
  };
}
