/** Kubernetes' words for what is wrong with a pod, as people say it after the pod's name. */
const TROUBLES: Readonly<Record<string, string>> = {
  CrashLoopBackOff: 'crashes again and again',
  ImagePullBackOff: 'waits for an image that cannot be pulled',
  ErrImagePull: 'waits for an image that cannot be pulled',
  InvalidImageName: 'names an image that cannot be',
  CreateContainerConfigError: 'waits for a ConfigMap or Secret that is not there',
  CreateContainerError: 'cannot start its container',
  RunContainerError: 'cannot start its container',
  OOMKilled: 'was ended because it used more memory than it may',
  Error: 'ended with an error',
  ContainerCannotRun: 'cannot start its container',
  Completed: 'has ended',
  Terminated: 'has ended',
  Terminating: 'is being ended',
  Evicted: 'was driven from its node',
  Unschedulable: 'finds no node to run on',
  SchedulingGated: 'is held back from being scheduled',
  NodeLost: 'is on a node that does not answer',
  NodeNotReady: 'is on a node that is not well',
  Failed: 'has failed',
};

/** What is wrong with a pod, in plain words. */
export function wordsFor(trouble: string): string {
  const words = TROUBLES[trouble];
  return words === undefined ? `is in trouble (${trouble})` : `${words} (${trouble})`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

/** `1 member`, `3 members`. */
export function counted(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** A length of time as people say it: `40 s`, `12 min`, `3 h`, `2 days`. */
export function duration(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} days`;
}
