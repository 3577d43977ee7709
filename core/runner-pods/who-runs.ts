import type { Connection, Resource, Right } from '../cluster/connection.ts';
import { RESOURCES } from '../cluster/resources.ts';
import { isTrouble } from '../runner/patience.ts';
import type { Plan } from '../runner/plan.ts';
import { canStayAwake } from './awake.ts';
import type { Account } from './launch.ts';
import { lackingOf } from './installed.ts';
import { roleOf } from './manifests.ts';
import { INSTALLED } from './names.ts';
import { rightsFor, type RunnerRights } from './rights.ts';

/** What decides where an operation runs. */
export interface Grounds {
  readonly removesWrites: boolean;
  /** The person wants no pods: {@link CLIENT_VARIABLE}. */
  readonly unwanted: boolean;
  /** Why no Job can be made; undefined where one can. */
  readonly noJob: string | undefined;
  /** Why the person can make no account with the plan's rights; undefined where they can. */
  readonly noRole: string | undefined;
  /** Whether an administrator has installed `plinth-runner` in the namespace; undefined where that cannot be seen. */
  readonly installed: boolean | undefined;
  /** What the installed account lacks for the plan, in plain words; undefined: nothing. */
  readonly lacking?: string | undefined;
  /** Whether this machine can be kept awake meanwhile. */
  readonly awake: boolean;
}

/** Who runs an operation, and why, in plain words. */
export type Runners =
  | { readonly who: 'pods'; readonly account: 'own' | 'installed'; readonly why: string }
  | {
      readonly who: 'client';
      readonly why: string;
      /** What a person should know before: nobody stands by. Undefined where writes are never away. */
      readonly warning: string | undefined;
    };

/** Set to `client` it keeps operations out of pods, where pods cannot start: an image that cannot be pulled, a network that keeps them from the API. */
export const CLIENT_VARIABLE = 'PLINTH_RUNNER';

/** Decides it: pods where writes are taken away and pods are possible, else the process that was asked. */
export function whoRuns({ removesWrites, unwanted, noJob, noRole, installed, lacking, awake }: Grounds): Runners {
  if (!removesWrites) return { who: 'client', why: 'It takes no writes away.', warning: undefined };
  if (!unwanted && noJob === undefined && noRole === undefined)
    return { who: 'pods', account: 'own', why: 'Two pods beside the database run it; one stands by.' };
  if (!unwanted && noJob === undefined && installed === true && lacking === undefined)
    return {
      who: 'pods',
      account: 'installed',
      why: `Two pods beside the database run it under the account ${INSTALLED}; one stands by. (An account of their own cannot be made: ${noRole ?? ''})`,
    };
  const why = unwanted ? `${CLIENT_VARIABLE} says that it shall.` : (noJob ?? noRole ?? '');
  const isUnseen = !unwanted && noJob === undefined && installed === undefined;
  const reason = unwanted ? why : `because no runner pods can be made: ${why}`;
  const sentences = [
    `This program runs the operation itself, ${reason}`,
    ...(installed === true && lacking !== undefined ? [`The account ${INSTALLED} is installed, but ${lacking}.`] : []),
    ...(isUnseen ? [`Whether ${INSTALLED} is installed here cannot be seen.`] : []),
    'Nobody but it brings writes back in time if something fails: where it ends, or is cut off from the cluster, nobody does until somebody takes the operation up again.',
    awake
      ? 'This machine is kept awake meanwhile.'
      : 'This machine cannot be kept awake by it: see to it that it does not sleep.',
    ...(unwanted ? [] : ['An administrator can install the account that pods need (`plinth rbac`).']),
  ];
  return { who: 'client', why, warning: sentences.join(' ') };
}

/** Where a plan would run, with the account for its pods. */
export interface Decision {
  readonly runners: Runners;
  /** For pods. */
  readonly account: Account | undefined;
}

/** Looks at the rights of whoever asks, and decides. Changes nothing. Throws {@link ../cluster/trouble.ClusterTrouble}. */
export async function decide(connection: Connection, plan: Plan): Promise<Decision> {
  const removesWrites = plan.steps.some((step) => step.removesWrites);
  if (!removesWrites) {
    const nothing = { noJob: undefined, noRole: undefined, installed: undefined, awake: false };
    return { runners: whoRuns({ removesWrites, unwanted: false, ...nothing }), account: undefined };
  }
  const unwanted = process.env[CLIENT_VARIABLE] === 'client';
  const { namespace } = plan.database;
  const noJob = await mayNotMake(connection, namespace, [RESOURCES.jobs, RESOURCES.configMaps]);
  const rights = await rightsFor(connection, plan);
  const noRole = await roleTrouble(connection, plan, rights);
  const installed = noRole === undefined ? undefined : await isInstalled(connection, namespace);
  const awake = await canStayAwake();
  const right = lackingOf(plan.steps.flatMap(({ needs }) => needs));
  const lacking =
    right &&
    `it may not ${right.verb} ${[right.resource.plural, ...(right.subresource === undefined ? [] : [right.subresource])].join('/')}`;
  const runners = whoRuns({ removesWrites, unwanted, noJob, noRole, installed, lacking, awake });
  if (runners.who === 'client') return { runners, account: undefined };
  return { runners, account: runners.account === 'installed' ? 'installed' : { own: rights.inside } };
}

async function mayNotMake(
  connection: Connection,
  namespace: string,
  resources: readonly Resource[],
): Promise<string | undefined> {
  const answers = await Promise.all(
    resources.map((resource) => connection.may({ verb: 'create', resource, namespace })),
  );
  const refused = resources.filter((_, index) => answers[index]?.allowed !== true).map(({ plural }) => plural);
  return refused.length === 0 ? undefined : `you may not create ${refused.join(', ')} in ${namespace}.`;
}

/** Why the person cannot make an account with the plan's rights; undefined where they can. */
async function roleTrouble(
  connection: Connection,
  plan: Plan,
  { inside, outside }: RunnerRights,
): Promise<string | undefined> {
  const { namespace } = plan.database;
  const [first] = outside;
  if (first !== undefined)
    return `the plan wants to ${first.verb} ${first.resource.plural}, which no Role of ${namespace} can give${first.resource === RESOURCES.nodes ? ' (`plinth rbac --nodes` does)' : ''}.`;
  return mayMakeAccount(connection, namespace, inside);
}

/**
 * Why a person cannot make an account with these rights; undefined where they can. The cluster lets nobody give away a right that they do not have, and is asked by a dry run:
 * https://kubernetes.io/docs/reference/access-authn-authz/rbac/#privilege-escalation-prevention-and-bootstrapping
 */
export async function mayMakeAccount(
  connection: Connection,
  namespace: string,
  rights: readonly Right[],
): Promise<string | undefined> {
  const { serviceAccounts, roles, roleBindings } = RESOURCES;
  const missing = await mayNotMake(connection, namespace, [serviceAccounts, roles, roleBindings]);
  if (missing !== undefined) return missing;
  const name = { resource: roles, namespace, name: 'plinth-run-probe' };
  try {
    await connection.create(roleOf({ name: name.name, namespace }, rights), name, { dryRun: true });
    return undefined;
  } catch (error) {
    if (!isTrouble(error, 'forbidden')) throw error;
    return 'you may not make a Role with all rights of the plan, because you do not have them all by Roles of the cluster yourself.';
  }
}

async function isInstalled(connection: Connection, namespace: string): Promise<boolean | undefined> {
  try {
    await connection.read({ resource: RESOURCES.serviceAccounts, namespace, name: INSTALLED });
    return true;
  } catch (error) {
    if (isTrouble(error, 'missing')) return false;
    if (isTrouble(error, 'forbidden')) return undefined;
    throw error;
  }
}
