import type { Database } from '../../engines/model/database.ts';
import type { KubeObject } from '../../engines/model/object.ts';
import { ManifestObject } from '../documents/index.ts';
import type { Finding } from '../linter/finding.ts';
import type { Severity } from '../rules/rule.ts';

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2, hint: 3 };

/**
 * The findings about a workload's databases, the worst first: those about the workload itself, and about claims, classes and volumes
 * behind its data. Only files in which these objects stand are looked at.
 */
export function risksOf(databases: readonly Database[], findingsIn: (path: string) => readonly Finding[]): Finding[] {
  const objects = new Set(databases.flatMap((database) => objectsOf(database)));
  const titles = new Set([...objects].map(titleOf));
  const paths = new Set([...objects].flatMap((object) => pathOf(object) ?? []));
  const risks = [...paths].flatMap((path) => findingsIn(path).filter(({ object }) => titles.has(object)));
  return risks.sort((a, b) => RANK[a.severity] - RANK[b.severity]);
}

/** `StatefulSet/db`, as findings name what they are about. */
export function titleOf({ kind, name }: KubeObject): string {
  return name === undefined ? kind : `${kind}/${name}`;
}

function objectsOf({ workload, pod, services }: Database): KubeObject[] {
  const claims = pod.volumes.flatMap(({ claim }) =>
    claim === undefined ? [] : [claim.field.object, claim.storageClass?.object, claim.volume?.object],
  );
  const all = [workload.object, services.governing, ...services.selecting, ...claims];
  return all.filter((object) => object !== undefined);
}

function pathOf(object: KubeObject): string | undefined {
  return object instanceof ManifestObject ? object.document.file.uri : undefined;
}
