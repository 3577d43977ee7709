import type { ProbeAdvice } from '../../../engines/model/engine.ts';
import type { Database } from '../../../engines/model/database.ts';
import type { Fix } from '../rule.ts';

/**
 * Probes of a controller's template can change at any time; those of a bare Pod that exists cannot.
 * Source: https://kubernetes.io/docs/concepts/workloads/pods/#pod-update-and-replacement
 */
export function kindOfProbeFix({ workload }: Database): Fix['kind'] {
  return workload.kind === 'Pod' ? 'careful' : 'safe';
}

/** The title with the condition under which a careful fix holds. */
export function titled(title: string, kind: Fix['kind'], condition = 'only before the pod is created'): string {
  return kind === 'safe' ? title : `${title} (${condition})`;
}

/** How the engine's own question may be offered: safe where nothing speaks against its being answered, else under a condition. */
export function termsOf(database: Database, probe: ProbeAdvice['probe'], check: string | undefined): Terms {
  const condition =
    kindOfProbeFix(database) === 'careful' ? 'only before the pod is created' : doubtOf(database, probe, check);
  return condition === undefined ? { kind: 'safe' } : { kind: 'careful', condition };
}

export interface Terms {
  readonly kind: Fix['kind'];
  readonly condition?: string;
}

/** Images of which the engine is known, but not which tools lie in them and on their PATH. */
const OTHER_IMAGES: ReadonlySet<string> = new Set([
  'own',
  'custom',
  'sclorg',
  'sample',
  'addon',
  'pires',
  'guestbook-replica',
  'k8ssandra',
  'atlas-local',
  'bitnami-sharded',
]);

/** Why a server that is well may fail this probe: then the pod would leave its Services, or be killed again and again. */
function doubtOf(
  { recognition, container, engine, port }: Database,
  probe: ProbeAdvice['probe'],
  check: string | undefined,
): string | undefined {
  const isKnownImage = recognition.certainty === 'certain' && !OTHER_IMAGES.has(recognition.variant);
  if ('exec' in probe && !isKnownImage) return `only if the image has ${check ?? 'what it runs'}`;
  if (port === undefined) return `only if it listens on ${String(engine.clientPort.value)}`;
  if (!container.filesComplete) return `only if the configuration out of sight lets it answer on port ${String(port)}`;
  return undefined;
}
