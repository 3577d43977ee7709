import type { NamedDestination } from '../../../core/backups/destinations.ts';
import type { Destination } from '../../../core/backups/manifest.ts';
import type { Sidebar } from '../../sidebar.ts';
import { allowed } from '../targets/guard.ts';
import type { DatabaseTarget } from '../targets/pick.ts';
import { choice, line, wrongName } from './form.ts';

const TITLE = 'A new destination for backups';

/**
 * Asks what a destination is and makes its ConfigMap in the database's namespace; gives its name, or undefined where nobody answers. Credentials are never
 * asked for: they stand in a Secret, and the destination has its name.
 */
export async function makeDestination(
  sidebar: Sidebar,
  { cluster, database }: DatabaseTarget,
  taken: readonly string[],
): Promise<string | undefined> {
  const { namespace } = database;
  const kind = await choice(TITLE, 'What is it?', [
    {
      label: '$(cloud) A bucket',
      detail: 'S3 or what speaks like it. It outlives the cluster. A Secret in the namespace has the credentials.',
      means: 's3' as const,
    },
    {
      label: '$(package) A claim',
      detail: 'A PersistentVolumeClaim on another volume than the data. It does not outlive the cluster.',
      means: 'claim' as const,
    },
  ]);
  const destination =
    kind === undefined
      ? undefined
      : await (kind === 's3' ? askBucket(namespace) : askClaim(sidebar, { cluster, database }));
  if (destination === undefined) return undefined;
  const value = taken.includes('backups') ? undefined : 'backups';
  const name = await line({
    title: TITLE,
    prompt: `Its name. The ConfigMap plinth-destination-NAME in ${namespace} will hold it.`,
    ...(value === undefined ? {} : { value }),
    wrong: wrongName(40, taken),
  });
  if (name === undefined || !(await allowed(cluster, database, 'Making a destination'))) return undefined;
  const named: NamedDestination = { name, destination };
  await sidebar.core().operations.makeDestination(cluster.connection, namespace, named);
  return name;
}

/** A claim that holds no data of this database. */
async function askClaim(sidebar: Sidebar, { cluster, database }: DatabaseTarget): Promise<Destination | undefined> {
  const own = new Set(database.storage.flatMap(({ claim }) => claim?.name ?? []));
  const names = await sidebar.core().operations.claims(cluster.connection, database.namespace);
  const others = names.filter((name) => !own.has(name));
  if (others.length === 0)
    throw new Error(`${database.namespace} has no claim besides those of ${database.name}: make one first.`);
  const choices = others.map((name) => ({ label: name, means: name }));
  const claim = await choice(TITLE, 'Which claim? It must be on another volume than the data.', choices);
  if (claim === undefined) return undefined;
  const prefix = await askPrefix();
  return prefix === undefined ? undefined : { kind: 'claim', claim, prefix };
}

const askPrefix = (): Promise<string | undefined> =>
  line({
    title: TITLE,
    prompt: 'A folder in it; empty for none.',
    example: 'backups',
    wrong: (text) =>
      text.split('/').some((part) => part === '.' || part === '..')
        ? '«.» and «..» cannot be in it.'
        : text.startsWith('/') || text.endsWith('/')
          ? 'No slash at the ends.'
          : undefined,
  });

async function askBucket(namespace: string): Promise<Destination | undefined> {
  const endpoint = await line({
    title: TITLE,
    prompt: 'Where the store is; empty for AWS itself.',
    example: 'https://s3.example.org:9000',
    wrong: (text) =>
      text === '' || /^https?:\/\/[^/@\s]+\/?$/u.test(text)
        ? undefined
        : 'An address like https://s3.example.org:9000, without a path and without a login.',
  });
  if (endpoint === undefined) return undefined;
  const bucket = await line({ title: TITLE, prompt: 'The bucket’s name.', wrong: wrongBucket });
  if (bucket === undefined) return undefined;
  const region = await line({ title: TITLE, prompt: 'Its region.', value: 'us-east-1', wrong: wrongWord });
  if (region === undefined) return undefined;
  const prefix = await askPrefix();
  if (prefix === undefined) return undefined;
  const secret = await line({
    title: TITLE,
    prompt: `The name (not the content) of a Secret in ${namespace} with accessKeyId and secretAccessKey.`,
    example: 's3',
    wrong: wrongObject,
  });
  if (secret === undefined) return undefined;
  const authority = endpoint.startsWith('https:')
    ? await line({
        title: TITLE,
        prompt: `A ConfigMap in ${namespace} with ca.crt, where the certificate is your own; empty for none.`,
        wrong: (text) => (text === '' ? undefined : wrongObject(text)),
      })
    : '';
  if (authority === undefined) return undefined;
  const optional = (text: string): string | undefined => (text === '' ? undefined : text);
  return {
    kind: 's3',
    endpoint: optional(endpoint),
    region,
    bucket,
    prefix,
    // One's own stores rarely have a name for each bucket.
    pathStyle: endpoint !== '',
    secret,
    authority: optional(authority),
  };
}

const wrongWord = (text: string): string | undefined => (/^\S+$/u.test(text) ? undefined : 'One word.');

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html; older buckets may have other signs. */
const wrongBucket = (text: string): string | undefined =>
  /^[A-Za-z0-9][A-Za-z0-9._-]{2,254}$/u.test(text) ? undefined : 'At least three letters, digits, dots and hyphens.';

const wrongObject = (text: string): string | undefined =>
  /^[a-z0-9]([-.a-z0-9]*[a-z0-9])?$/u.test(text) ? undefined : 'A name: small letters, digits, dots and hyphens.';
