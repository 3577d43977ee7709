import { ClusterTrouble } from '../../core/cluster/trouble.ts';
import type { Connection } from '../../core/cluster/connection.ts';
import type { Plan } from '../../core/runner/index.ts';
import { mortal } from '../runner/mortal.ts';

/** A runner that is killed when it comes to a step: from then on nothing that it sends arrives. */
export function dyingBefore(
  plan: Plan,
  id: string,
): { readonly plan: Plan; readonly connection: (connection: Connection) => Connection } {
  const kills: (() => void)[] = [];
  const steps = plan.steps.map((step) =>
    step.id === id
      ? {
          ...step,
          observe: () => {
            for (const kill of kills) kill();
            return Promise.reject(new ClusterTrouble('unreachable', 'killed'));
          },
        }
      : step,
  );
  const connection = (real: Connection): Connection => {
    const dying = mortal(real);
    kills.push(dying.kill);
    return dying.connection;
  };
  return { plan: { ...plan, steps }, connection };
}
