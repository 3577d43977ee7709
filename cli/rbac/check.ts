import type { Connection, Right } from '../../core/cluster/connection.ts';
import { RESOURCES } from '../../core/cluster/resources.ts';
import { ClusterTrouble } from '../../core/cluster/trouble.ts';
import { INSTALLED_RIGHTS, LAUNCHING, rightsIn } from '../../core/runner-pods/installed.ts';
import { INSTALLED } from '../../core/runner-pods/names.ts';
import { mayMakeAccount } from '../../core/runner-pods/who-runs.ts';
import { plain } from '../operations/plain.ts';

/** Access reviews at a time. */
const WIDTH = 8;

/** How it stands with the rights to run operations in a namespace, in lines for people. */
export interface Checked {
  /** Operations that take writes away run in pods. */
  readonly ready: boolean;
  readonly lines: readonly string[];
}

/** Asks the cluster what whoever asks may do, and whether the account is there. Changes nothing. Throws {@link ClusterTrouble}. */
export async function checkRbac(connection: Connection, namespace: string): Promise<Checked> {
  const missing = await missingOf(connection, rightsIn(namespace, LAUNCHING.slice(0, -1)));
  const wanted = rightsIn(namespace, INSTALLED_RIGHTS);
  const own = await missingOf(connection, wanted);
  const noAccount =
    own.length > 0
      ? 'you do not have all of these rights yourself.'
      : await mayMakeAccount(connection, namespace, wanted);
  const installed = await accountOf(connection, namespace);
  const ready = missing.length === 0 && (noAccount === undefined || installed === 'there');
  const pods =
    missing.length > 0
      ? 'No runner pods: operations that take writes away run in the program that asks for them, and nobody stands by.'
      : noAccount === undefined
        ? 'Runner pods get an account of their own for each operation.'
        : installed === 'there'
          ? `Runner pods run under ${INSTALLED}.`
          : `No account for runner pods can be made, and ${INSTALLED} ${installed === 'missing' ? 'is not installed' : 'cannot be seen'}: operations that take writes away run in the program that asks for them.`;
  const lines = [
    `${plain(namespace)}: ${pods}`,
    ...missing.map((right) => `  missing, to have runner pods: ${words(right)}`),
    ...own.map((right) => `  missing, to work yourself: ${words(right)}`),
    ...(noAccount === undefined ? [] : [`  no account of their own: ${noAccount}`]),
  ];
  return { ready, lines };
}

async function missingOf(connection: Connection, rights: readonly Right[]): Promise<readonly Right[]> {
  const missing: Right[] = [];
  for (let first = 0; first < rights.length; first += WIDTH) {
    const some = rights.slice(first, first + WIDTH);
    const answers = await Promise.all(some.map((right) => connection.may(right)));
    missing.push(...some.filter((_, index) => answers[index]?.allowed !== true));
  }
  return missing;
}

async function accountOf(connection: Connection, namespace: string): Promise<'there' | 'missing' | 'unseen'> {
  try {
    await connection.read({ resource: RESOURCES.serviceAccounts, namespace, name: INSTALLED });
    return 'there';
  } catch (error) {
    if (!(error instanceof ClusterTrouble)) throw error;
    if (error.kind === 'missing') return 'missing';
    if (error.kind === 'forbidden') return 'unseen';
    throw error;
  }
}

function words({ verb, resource, subresource }: Right): string {
  const group = resource.group === '' ? '' : `.${resource.group}`;
  return `${verb} ${resource.plural}${subresource === undefined ? '' : `/${subresource}`}${group}`;
}
