import type { ClusterEntry, ContextEntry, ExecEntry, UserEntry } from './kubeconfig-entries.ts';

/** A map of a kubeconfig whose values nobody has looked at yet. */
export type Fields = Readonly<Record<string, unknown>>;

const text = (value: unknown): string | undefined => {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
};

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.map(text).filter((one) => one !== undefined) : [];

const map = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};

type Absolute = (path: string) => string;

const path = (value: unknown, absolute: Absolute): string | undefined => {
  const written = text(value);
  return written === undefined ? undefined : absolute(written);
};

export function readContext(fields: Fields, name: string, file: string): ContextEntry {
  return {
    file,
    name,
    cluster: text(fields['cluster']) ?? '',
    user: text(fields['user']),
    namespace: text(fields['namespace']),
  };
}

export function readCluster(fields: Fields, file: string, absolute: Absolute): ClusterEntry {
  return {
    file,
    server: text(fields['server'])?.replace(/\/+$/u, ''),
    tlsServerName: text(fields['tls-server-name']),
    insecure: fields['insecure-skip-tls-verify'] === true,
    caFile: path(fields['certificate-authority'], absolute),
    caData: text(fields['certificate-authority-data']),
    proxyUrl: text(fields['proxy-url']),
  };
}

export function readUser(fields: Fields, file: string, absolute: Absolute): UserEntry {
  const provider = map(fields['auth-provider']);
  const providerName = text(provider['name']);
  return {
    file,
    certFile: path(fields['client-certificate'], absolute),
    certData: text(fields['client-certificate-data']),
    keyFile: path(fields['client-key'], absolute),
    keyData: text(fields['client-key-data']),
    token: text(fields['token']),
    tokenFile: path(fields['tokenFile'], absolute),
    username: text(fields['username']),
    password: text(fields['password']),
    exec: readExec(map(fields['exec']), absolute),
    authProvider: providerName === undefined ? undefined : { name: providerName, config: strings(provider['config']) },
    as: text(fields['as']),
    asUid: text(fields['as-uid']),
    asGroups: texts(fields['as-groups']),
    asExtra: Object.fromEntries(Object.entries(map(fields['as-user-extra'])).map(([key, of]) => [key, texts(of)])),
  };
}

function readExec(fields: Fields, absolute: Absolute): ExecEntry | undefined {
  const command = text(fields['command']);
  if (command === undefined) return undefined;
  const env = Array.isArray(fields['env']) ? fields['env'].map(map) : [];
  return {
    apiVersion: text(fields['apiVersion']),
    // A name alone is looked up in the PATH; what has a separator is a path, and starts at the kubeconfig's folder.
    command: /[/\\]/u.test(command) ? absolute(command) : command,
    args: texts(fields['args']),
    env: env.flatMap(({ name, value }) => {
      const key = text(name);
      return key === undefined ? [] : [{ name: key, value: text(value) ?? '' }];
    }),
    installHint: text(fields['installHint']),
    provideClusterInfo: fields['provideClusterInfo'] === true,
    interactiveMode: text(fields['interactiveMode']),
  };
}

function strings(value: unknown): Record<string, string> {
  const entries = Object.entries(map(value)).map(([key, of]) => [key, text(of)] as const);
  return Object.fromEntries(entries.filter((entry): entry is readonly [string, string] => entry[1] !== undefined));
}
