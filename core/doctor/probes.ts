import type { Field } from '../../engines/model/field.ts';
import { fieldOf } from '../procedures/jobs/pod-words.ts';
import type { Check } from './check.ts';
import { risk, unknown, well } from './finding.ts';

/** Kubernetes' own numbers where none are written. https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#configure-probes */
const DEFAULTS = { periodSeconds: 10, failureThreshold: 3, initialDelaySeconds: 0 } as const;

/** A member that recovers after a failover does not answer for a while: probes must wait that long before they restart it. */
export const probes: Check = {
  id: 'probes',
  title: 'Probes wait for recovery',
  of: 'around',
  look: ({ workload, server, database: { container: name, engineName } }) => {
    const container =
      workload &&
      fieldOf(workload)
        .at('spec', 'template', 'spec', 'containers')
        .items()
        .find((one) => one.at('name').string() === name);
    if (container === undefined || server === undefined)
      return [
        unknown(
          'How its probes are set is not known.',
          `no container ${name} can be read in it`,
          'Look at the workload.',
        ),
      ];
    const [liveness, startup] = [container.at('livenessProbe'), container.at('startupProbe')];
    const wanted = server.model.engine.recoverySeconds.value;
    if (!liveness.exists && !startup.exists) return [well('No probe restarts a member that recovers.', 'it has none')];
    const [which, waits] = startup.exists
      ? (['startupProbe', patience(startup)] as const)
      : (['livenessProbe', patience(liveness)] as const);
    const evidence = `${which} waits ${String(waits)} s; recovery of ${engineName} may take ${String(wanted)} s`;
    if (waits >= wanted) return [well('Probes wait long enough for a member that recovers.', evidence)];
    return [
      risk(
        'A probe may restart a member that still recovers, again and again.',
        evidence,
        'Give it a startupProbe whose periodSeconds × failureThreshold is longer than its recovery may take.',
      ),
    ];
  },
};

/** Seconds until the kubelet restarts the container. */
function patience(probe: Field): number {
  const number = (key: keyof typeof DEFAULTS): number => probe.at(key).number() ?? DEFAULTS[key];
  return number('initialDelaySeconds') + number('periodSeconds') * number('failureThreshold');
}
