import type { Database } from '../../../engines/model/database.ts';
import type { Pod, VolumeKind, Workload } from '../../../engines/model/workload.ts';
import type { ManifestEditor } from '../../edits/index.ts';
import { durableVolumeFix } from '../storage/durable-volume.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { freeServiceName, headlessInSight, headlessService, selectorLabels } from './headless-service.ts';
import { publishForPeers } from './publish-unready.ts';

/** Volumes that end with the pod: a claim template loses nothing that is not lost anyway. */
const PASSING: ReadonlySet<VolumeKind> = new Set(['empty-dir', 'ephemeral']);
/** What a Deployment has and a StatefulSet has not. */
const DEPLOYMENT_ONLY = ['strategy', 'progressDeadlineSeconds', 'paused', 'rollbackTo', 'templateGeneration'];

type Labels = Readonly<Record<string, string>>;

/**
 * Makes a StatefulSet of what runs the database, with a headless Service beside it. A volume that lasts (a claim by name, a directory of
 * the node) stays what it is, so the data stays where it is; where there is none, each pod gets a claim from a template. Undefined
 * where names or labels that it needs are templated.
 */
export function conversionFix(database: Database, context: RuleContext): Fix | undefined {
  const { workload } = database;
  const existing = headlessInSight(database, context.lookup);
  const name = existing?.name ?? freeServiceName(database, context.lookup);
  const labels = selectorLabels(database, context.lookup);
  if (name === undefined || labels === undefined || workload.object.partial) return undefined;
  const service = existing === undefined ? headlessService(database, name, context.lookup) : undefined;
  if (existing === undefined && service === undefined) return undefined;
  const template = needsTemplate(database) ? durableVolumeFix(asStatefulSet(database), context) : undefined;
  return {
    title: `Convert to a StatefulSet${service === undefined ? '' : ` with the headless Service '${name}'`} (only before the first start)`,
    kind: 'careful',
    apply: (editor) => {
      changeKind(editor, database, labels);
      editor.set(workload.object, ['spec', 'serviceName'], name);
      template?.apply(editor);
      if (service !== undefined) editor.addDocument(workload.object, service);
      if (existing !== undefined) publishForPeers(editor, existing, database);
    },
  };
}

/** Nothing that lasts is mounted, and it is known where the data goes. A bare Pod's paths move in the conversion: one step at a time. */
function needsTemplate({ data, workload }: Database): boolean {
  const { volume, directory, elsewhere } = data;
  if (workload.kind === 'Pod' || elsewhere.length > 0) return false;
  return volume === undefined ? directory?.certain === true : PASSING.has(volume.kind);
}

/** The database as it will be: fixes for StatefulSets then fit. */
function asStatefulSet(database: Database): Database {
  return { ...database, workload: { ...database.workload, kind: 'StatefulSet' } };
}

function changeKind(editor: ManifestEditor, { workload, pod }: Database, labels: Labels): void {
  const { object, root, kind } = workload;
  editor.set(object, ['apiVersion'], 'apps/v1');
  editor.set(object, ['kind'], 'StatefulSet');
  if (kind === 'Pod') {
    moveIntoTemplate(editor, workload, pod, labels);
    return;
  }
  for (const name of DEPLOYMENT_ONLY) {
    if (root.at('spec', name).exists) editor.remove(object, ['spec', name]);
  }
  // A ReplicationController's selector is the map of labels itself.
  const selector = root.at('spec', 'selector');
  if (!selector.exists || kind === 'ReplicationController') {
    editor.set(object, selector.path, { matchLabels: selector.exists ? selector.stringMap() : labels });
  }
}

/** What a Pod says of itself becomes the template of the set's only member. */
function moveIntoTemplate(editor: ManifestEditor, { object }: Workload, pod: Pod, labels: Labels): void {
  editor.nest(object, ['spec'], ['template', 'spec']);
  const { annotations } = pod;
  const metadata = { labels: pod.labels, ...(Object.keys(annotations).length === 0 ? {} : { annotations }) };
  editor.insert(object, ['spec', 'template', 'metadata'], metadata, { before: 'spec' });
  editor.insert(object, ['spec', 'selector'], { matchLabels: labels }, { before: 'template' });
}
