/** Groups of Kubernetes' own end so, or have no dot (`apps`, `batch`). */
const OWN_GROUP = /(?:^|\.)k8s\.io$/u;

/** A kind as the store knows it: Kubernetes' own by their names, custom ones with their group, for two operators may both have a `Backup`. */
export function indexKind(group: string, kind: string): string {
  return group.includes('.') && !OWN_GROUP.test(group) ? `${kind}.${group}` : kind;
}
