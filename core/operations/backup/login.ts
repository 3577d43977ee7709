import type { Inherited } from '../../../engines/model/dump.ts';
import type { Container } from '../../../engines/model/workload.ts';
import { loginSecret, plainLogin } from '../../backups/login-secret.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import { objectStep } from '../../procedures/jobs/object-step.ts';
import type { Refusal, Step } from '../../runner/step.ts';
import { removeStep } from '../restore/remove-step.ts';
import { refusal } from './refusals.ts';

/** A Secret of one operation, for a password that the workload has as plain text: a Job has it from there, and never as text. */
export interface Login {
  readonly secret: string;
  readonly create: Step;
  /** Removes it, however the operation ends. */
  readonly remove: Step;
}

/** Undefined where no password stands as plain text. A refusal where one does that cannot be read as the container gets it. */
export function loginOf(
  container: Container,
  inherits: readonly Inherited[],
  { namespace, id }: { readonly namespace: string; readonly id: string },
): Login | Refusal | undefined {
  const found = plainLogin(container, inherits);
  if (found === undefined) return undefined;
  if (found.values === undefined)
    return refusal.unable(
      'its password is put together in a way that a Job cannot follow',
      `The variable ${found.unreadable} refers to another one that cannot be seen.`,
      `Let ${found.unreadable} come from a Secret as a whole.`,
    );
  const name = `plinth-login-${id}`;
  const object = loginSecret({ namespace, name, operation: id }, found.values);
  const resource = RESOURCES.secrets;
  const rights = (verbs: readonly string[]) =>
    // Whoever is asked for this right gives away nothing but this one Secret; only making one cannot be narrowed to a name.
    verbs.map((verb) => ({ verb, resource, namespace, ...(verb === 'create' ? {} : { name }) }));
  const make = objectStep({ id: 'login', title: `Put the password into the Secret ${name}`, resource, object });
  const remove = removeStep([{ resource, namespace, name }], {
    id: 'remove-login',
    title: `Remove the Secret ${name}`,
  });
  return {
    secret: name,
    create: { ...make, needs: rights(['get', 'create', 'delete']) },
    remove: { ...remove, needs: rights(['get', 'delete']) },
  };
}

/** Said where such a Secret is made. */
export const LOGIN_WARNING =
  'The password stands as plain text in the workload. For the time of this operation it is put into a Secret of its own; better, let the workload have it from one.';
