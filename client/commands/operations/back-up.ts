import type { Parameters } from '../../../core/runner/plan.ts';
import type { BackupMethod } from '../../operations/core.ts';
import type { Sidebar } from '../../sidebar.ts';
import type { DatabaseTarget } from '../targets/pick.ts';
import { askDestination } from './destination.ts';
import { choice, line } from './form.ts';
import type { Choice } from './form.ts';
import { planned } from './planned.ts';

const WORDS: Readonly<Record<BackupMethod['method'], string>> = {
  logical: 'What the engine’s own dump writes: it can be read back into a newer version.',
  physical: 'The files as they are: quicker to read back where there is much, into the same major version.',
};

const wayOf = ({ method, consistency, leavesOut }: BackupMethod): Choice<BackupMethod['method']> => ({
  label: method,
  description: consistency === 'crash' ? 'as after a power cut' : 'as the engine itself would have stopped',
  detail: `${WORDS[method]} ${leavesOut.length === 0 ? 'It leaves out nothing.' : `It leaves out: ${leavesOut.join('; ')}.`}`,
  means: method,
});

/** The method, where the engine offers several; undefined where nobody chooses. */
export async function askMethod(
  sidebar: Sidebar,
  { database }: DatabaseTarget,
  title: string,
): Promise<BackupMethod['method'] | undefined> {
  const methods = sidebar.core().operations.methods(database.engine);
  if (methods.length === 1) return methods[0]?.method;
  return choice(title, 'How?', methods.map(wayOf));
}

/** Public keys, for whose holders alone it can be read; none: not encrypted. Undefined where nobody answers. */
export async function askRecipients(title: string): Promise<readonly string[] | undefined> {
  const typed = await line({
    title,
    prompt:
      'Encrypt it? Public keys of age (they begin with age1), with spaces between; empty: whoever can read the destination can read the data.',
    example: 'age1…',
    wrong: (text) =>
      keysOf(text).every((key) => /^age1[a-z0-9]+$/u.test(key))
        ? undefined
        : 'Only public keys, which begin with age1. A private key does not belong here.',
  });
  return typed === undefined ? undefined : keysOf(typed);
}

const keysOf = (text: string): string[] => text.split(/[\s,]+/u).filter((key) => key !== '');

/** The Secret of an account for the dump, where its engine takes one; empty: none. Undefined where nobody answers. */
export async function askLogin(
  sidebar: Sidebar,
  { database }: DatabaseTarget,
  title: string,
  method: BackupMethod['method'],
): Promise<Parameters | undefined> {
  const methods = sidebar.core().operations.methods(database.engine);
  if (methods.find((one) => one.method === method)?.takesLogin !== true) return {};
  const login = await line({
    title,
    prompt:
      'Log in by an account of its own? The name of a Secret with user and password; empty: as root. The plan says where root may not, and how to make one.',
    example: 'plinth-backup-login',
    wrong: (text) => (text === '' ? undefined : wrongSecret(text)),
  });
  return login === undefined ? undefined : login === '' ? {} : { login };
}

/** Names of Secrets may have dots, unlike those of most other objects. */
const wrongSecret = (text: string): string | undefined =>
  /^[a-z0-9]([-.a-z0-9]*[a-z0-9])?$/u.test(text)
    ? undefined
    : 'Small letters, digits, hyphens and dots: a name, and no password.';

const SNAPSHOT = {
  label: 'snapshot',
  description: 'of the volume, by its storage',
  detail: 'Quick, whatever the size. It stays in this cluster’s storage: it is no copy elsewhere.',
  means: 'snapshot',
} as const;

/** A way to back up, snapshots among them where the cluster offers any; undefined where nobody chooses. */
async function askWay(
  sidebar: Sidebar,
  target: DatabaseTarget,
  title: string,
): Promise<BackupMethod['method'] | 'snapshot' | undefined> {
  const core = sidebar.core().operations;
  const classes = target.cluster.view.facts?.snapshotClasses ?? [];
  const { engine } = target.database;
  if (classes.length === 0 || !core.snapshots(engine)) return askMethod(sidebar, target, title);
  return choice(title, 'How?', [...core.methods(engine).map(wayOf), SNAPSHOT]);
}

/** Backs a database up. */
export const backUp = planned('backup', 'Back up', async ({ sidebar }, target) => {
  const title = `Back up ${target.database.name}`;
  const method = await askWay(sidebar, target, title);
  // A snapshot lies where the volume is: it has no destination.
  if (method === undefined || method === 'snapshot') return method && { method };
  const destination = await askDestination(sidebar, target, title);
  if (destination === undefined) return undefined;
  const recipients = await askRecipients(title);
  if (recipients === undefined) return undefined;
  const login = await askLogin(sidebar, target, title, method);
  if (login === undefined) return undefined;
  return { destination, method, ...login, ...(recipients.length === 0 ? {} : { recipients }) };
});
