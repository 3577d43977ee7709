import type { DumpEngine } from '../../../engines/model/dump.ts';
import type { DumpLogin } from '../../../engines/model/dump-login.ts';
import type { EngineContext } from '../../../engines/model/engine.ts';
import type { Connection, ExecTarget } from '../../cluster/connection.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import { fieldOf } from '../../procedures/jobs/pod-words.ts';
import type { Refusal } from '../../runner/step.ts';
import { refusal } from './refusals.ts';

/** An account for dumps that a person has named by its Secret. */
export interface Account {
  readonly secret: string;
  readonly user: string;
  readonly login: DumpLogin;
}

/** Whom a dump of one server is asked to log in as. */
export interface Asked {
  readonly namespace: string;
  readonly engine: DumpEngine;
  readonly context: EngineContext;
  /** The parameter: a Secret's name. */
  readonly secret: string | undefined;
}

const NAMED = 'plinth-backup-login';

/**
 * The account that a dump logs in by; undefined where the image's own does. Of its Secret the user's name is looked at, and whether there is a password. Only reads. Throws
 * {@link ClusterTrouble}.
 */
export async function accountOf(
  connection: Pick<Connection, 'read'>,
  { namespace, engine, context, secret }: Asked,
  signal?: AbortSignal,
): Promise<Account | Refusal | undefined> {
  const { login } = engine;
  if (secret === undefined) {
    const why = login?.wanted(context);
    if (login === undefined || why === undefined) return undefined;
    const words = `${making(login, login.rights(context), 'backup')} ${keeping(namespace, NAMED)} Then say «login»: ${NAMED}.`;
    return refusal.unable('a Job in another pod cannot log in', `${why}.`, words);
  }
  if (login === undefined)
    return refusal.unable(
      'its dump takes no «login»',
      `Plinth dumps ${engine.engine} by the account that its image has.`,
      'Leave «login» out.',
    );
  const user = await userIn(connection, namespace, secret, signal);
  return typeof user === 'string' ? { secret, user, login } : user;
}

/**
 * Why an account cannot dump: it is not there, may not log in from another pod, or lacks a right. The server is asked as its administrator, in its own container; rights that come by a
 * role do not count. Throws {@link ClusterTrouble}.
 */
export async function accountRefusals(
  connection: Pick<Connection, 'exec'>,
  target: ExecTarget,
  { account, context }: { readonly account: Account; readonly context: EngineContext },
  signal?: AbortSignal,
): Promise<Refusal[]> {
  const { user, login, secret } = account;
  const options = { timeout: 60_000, ...(signal ? { signal } : {}) };
  const { exitCode, stdout, stderr } = await connection.exec(target, ['sh', '-c', login.look(context, user)], options);
  if (exitCode !== 0) return [refusal.silent(`${target.pod} was not to be asked: ${stderr.trim().slice(-300)}`)];
  const wanted = login.rights(context);
  const accounts = readAccounts(stdout).filter(({ host }) => !login.local.includes(host));
  if (accounts.length === 0) {
    const evidence = `${target.pod} knows no account ${user} that may log in from another pod; the Secret ${secret} names it.`;
    return [refusal.unable('a Job in another pod cannot log in', evidence, making(login, wanted, user))];
  }
  // Which of several is taken hangs on the pod's address: each must do.
  const poor = accounts.flatMap(({ host, rights }) => {
    const missing = wanted.filter((right) => !rights.includes(right));
    return missing.length === 0 ? [] : [{ host, missing }];
  });
  if (poor.length === 0) return [];
  const evidence = poor.map(({ host, missing }) => `'${user}'@'${host}' lacks ${missing.join(', ')}`).join('; ');
  const statements = poor.map(({ host, missing }) => login.grant({ user, host }, missing)).join(' ');
  return [
    refusal.unable(
      `the account of the Secret ${secret} may not read everything`,
      `${evidence}, on the whole server and by itself.`,
      `On the primary: ${statements}`,
    ),
  ];
}

const making = (login: DumpLogin, rights: readonly string[], user: string): string =>
  `Make an account that may read everything; on the primary: ${login.create(user)} ${login.grant({ user, host: '%' }, rights)}`;

/** The password comes from a file: a command line can be seen by others. */
const keeping = (namespace: string, secret: string): string =>
  `Put it into a Secret: kubectl --namespace ${namespace} create secret generic ${secret} --from-literal=user=backup --from-file=password=FILE, where FILE holds the password without a line break.`;

/** The hosts of an account, each with its rights. */
function readAccounts(said: string): { readonly host: string; readonly rights: readonly string[] }[] {
  const lines = said.split('\n');
  const rest = (start: string): string[] =>
    lines.flatMap((one) => (one.startsWith(start) ? [one.slice(start.length)] : []));
  return rest('account=').map((host) => ({ host, rights: rest(`right=${host} `) }));
}

async function userIn(
  connection: Pick<Connection, 'read'>,
  namespace: string,
  name: string,
  signal?: AbortSignal,
): Promise<string | Refusal> {
  const unable = (evidence: string, wayOut: string): Refusal =>
    refusal.unable(`the Secret ${name} is no login`, evidence, wayOut);
  try {
    const found = await connection.read({ resource: RESOURCES.secrets, namespace, name }, signal ? { signal } : {});
    const data = fieldOf(found).at('data');
    const missing = ['user', 'password'].filter((key) => (data.at(key).string() ?? '') === '');
    if (missing.length > 0)
      return unable(`It has nothing under ${missing.join(' and ')}.`, 'Give it the keys user and password.');
    const user = new TextDecoder().decode(
      Uint8Array.from(atob(data.at('user').string() ?? ''), (one) => one.charCodeAt(0)),
    );
    if (/[\p{Cc}]/u.test(user))
      return unable('Its user holds a line break or the like.', 'Write the name without one.');
    return user;
  } catch (error) {
    if (!(error instanceof ClusterTrouble) || !['missing', 'forbidden'].includes(error.kind)) throw error;
    return error.kind === 'missing'
      ? unable(`There is no Secret ${name} in ${namespace}.`, keeping(namespace, name))
      : unable(
          'You may not read it.',
          `Get the right to get the Secret ${name}: what its account may do is looked at before.`,
        );
  }
}
