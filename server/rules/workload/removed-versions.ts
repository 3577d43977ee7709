/** An apiVersion that Kubernetes has stopped serving. */
export interface RemovedVersion {
  /** The first release that does not serve it: `1.16`. */
  readonly since: string;
  /** The apiVersion that takes its place in every release still maintained. */
  readonly current: string;
}

/** Source of the table. */
export const DEPRECATION_GUIDE = 'https://kubernetes.io/docs/reference/using-api/deprecation-guide/';

const APPS = { since: '1.16', current: 'apps/v1' };
const CRON_JOB = { since: '1.25', current: 'batch/v1' };
const INGRESS = { since: '1.22', current: 'networking.k8s.io/v1' };

/** Removed apiVersions by kind, as the deprecation guide lists them. */
const REMOVED: Readonly<Record<string, Readonly<Record<string, RemovedVersion>>>> = {
  StatefulSet: { 'apps/v1beta1': APPS, 'apps/v1beta2': APPS },
  Deployment: { 'extensions/v1beta1': APPS, 'apps/v1beta1': APPS, 'apps/v1beta2': APPS },
  ReplicaSet: { 'extensions/v1beta1': APPS, 'apps/v1beta1': APPS, 'apps/v1beta2': APPS },
  DaemonSet: { 'extensions/v1beta1': APPS, 'apps/v1beta2': APPS },
  // https://github.com/kubernetes/kubernetes/blob/master/CHANGELOG/CHANGELOG-1.21.md
  CronJob: { 'batch/v2alpha1': { ...CRON_JOB, since: '1.21' }, 'batch/v1beta1': CRON_JOB },
  PodDisruptionBudget: { 'policy/v1beta1': { since: '1.25', current: 'policy/v1' } },
  HorizontalPodAutoscaler: {
    'autoscaling/v2beta1': { since: '1.25', current: 'autoscaling/v2' },
    'autoscaling/v2beta2': { since: '1.26', current: 'autoscaling/v2' },
  },
  NetworkPolicy: { 'extensions/v1beta1': { since: '1.16', current: 'networking.k8s.io/v1' } },
  Ingress: { 'extensions/v1beta1': INGRESS, 'networking.k8s.io/v1beta1': INGRESS },
  StorageClass: { 'storage.k8s.io/v1beta1': { since: '1.22', current: 'storage.k8s.io/v1' } },
  PriorityClass: { 'scheduling.k8s.io/v1beta1': { since: '1.22', current: 'scheduling.k8s.io/v1' } },
};

/**
 * What is known of an apiVersion that is gone; undefined for one that is served, or was still served by the release that is
 * configured (`1.24`).
 */
export function removedVersion(
  kind: string,
  apiVersion: string,
  kubernetesVersion: string | undefined,
): RemovedVersion | undefined {
  const versions = Object.hasOwn(REMOVED, kind) ? REMOVED[kind] : undefined;
  const removed = versions !== undefined && Object.hasOwn(versions, apiVersion) ? versions[apiVersion] : undefined;
  if (removed === undefined || kubernetesVersion === undefined) return removed;
  return isBefore(kubernetesVersion, removed.since) ? undefined : removed;
}

function isBefore(version: string, other: string): boolean {
  const [major = 0, minor = 0] = numbersOf(version);
  const [otherMajor = 0, otherMinor = 0] = numbersOf(other);
  return major < otherMajor || (major === otherMajor && minor < otherMinor);
}

function numbersOf(version: string): number[] {
  return (version.match(/\d+/gu) ?? []).map(Number);
}
