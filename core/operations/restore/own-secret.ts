import type { ApiObject, ObjectName } from '../../cluster/connection.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import { objectStep } from '../../procedures/jobs/object-step.ts';
import type { Step } from '../../runner/step.ts';

const placeOf = ({ metadata: { name, namespace } }: ApiObject): ObjectName => ({
  resource: RESOURCES.secrets,
  namespace,
  name,
});

/** The step that makes that Secret; none where nothing is to be hidden. Whoever is asked for its rights gives away this one Secret. */
export function ownSecretSteps(secret: ApiObject | undefined): Step[] {
  if (secret === undefined) return [];
  const { resource, namespace, name } = placeOf(secret);
  const step = objectStep({
    id: 'secret',
    title: `Put the passwords of ${name.replace(/-passwords$/u, '')} into a Secret of its own`,
    resource,
    object: secret,
  });
  const needs = ['get', 'create', 'delete'].map((verb) => ({
    verb,
    resource,
    ...(namespace === undefined ? {} : { namespace }),
    ...(verb === 'create' ? {} : { name }),
  }));
  return [{ ...step, needs }];
}

/** Where it is, for whoever removes the instance. */
export const ownSecretPlaces = (secret: ApiObject | undefined): readonly ObjectName[] =>
  secret === undefined ? [] : [placeOf(secret)];

/** Said where such a Secret is made; none where none is. `goes`: with the instance, at the end of the operation. */
export function ownSecretWarnings(secret: ApiObject | undefined, goes: boolean): readonly string[] {
  if (secret === undefined) return [];
  const { name } = secret.metadata;
  const until = goes ? 'goes with it' : 'stays: whoever removes the instance removes it, too';
  return [
    `Passwords stand as plain text in the workload. The new instance has them from a Secret of its own, ${name}, which ${until}. Better, let the workload have them from one, too.`,
  ];
}
