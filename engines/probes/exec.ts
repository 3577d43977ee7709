import type { Json } from '../model/object.ts';

/** How often Kubernetes asks, and when it acts; in its own words. */
interface Rhythm {
  readonly periodSeconds: number;
  readonly timeoutSeconds: number;
  readonly failureThreshold: number;
}

type Probe = Readonly<Record<string, Json>>;

/** A handler with the rhythm of a readiness probe: out of the Services after half a minute without an answer. */
export function readiness(handler: Probe, timeoutSeconds = 5): Probe {
  return probe(handler, { periodSeconds: 10, timeoutSeconds, failureThreshold: 3 });
}

/** A handler with the rhythm of a liveness probe: slow, because a restart costs more than a pause. */
export function liveness(handler: Probe, timeoutSeconds = 5): Probe {
  return probe(handler, { periodSeconds: 30, timeoutSeconds, failureThreshold: 6 });
}

/** A handler with the patience of a startup probe: recovery after a crash may take `recoverySeconds`. */
export function startup(handler: Probe, recoverySeconds: number, timeoutSeconds = 5): Probe {
  return probe(handler, { periodSeconds: 10, timeoutSeconds, failureThreshold: Math.ceil(recoverySeconds / 10) });
}

/** A command without a shell. */
export function exec(...command: readonly string[]): Probe {
  return { exec: { command } };
}

/** A script of the POSIX shell. */
export function shell(script: string): Probe {
  return exec('sh', '-c', script);
}

/** Opens a socket and closes it. */
export function tcp(port: number): Probe {
  return { tcpSocket: { port } };
}

function probe(handler: Probe, rhythm: Rhythm): Probe {
  return { ...handler, ...rhythm };
}
