import { Client } from './transport/client.ts';
import type { ApiObject, Connection } from './connection.ts';
import type { KubeContext } from './context.ts';
import { definitionOf } from './kubeconfig/contexts.ts';
import { CredentialStore } from './credentials/credentials.ts';
import { discover } from './requests/discovery.ts';
import { dryRun } from './requests/dry-run.ts';
import { exec } from './streams/exec.ts';
import { forward } from './streams/forward.ts';
import { listPages, PAGE_SIZE } from './requests/list.ts';
import { logs } from './streams/logs.ts';
import { objectPath } from './requests/paths.ts';
import { Reading, type Patience } from './transport/reading.ts';
import { may } from './requests/rights.ts';
import { reviewRules } from './requests/rules-review.ts';
import { terminal } from './streams/terminal.ts';
import { Transport } from './transport/transport.ts';
import { watchEvents } from './requests/watch.ts';
import { create, patch, remove, replace } from './requests/writes.ts';

export interface ConnectOptions {
  /** Where exec plugins and proxies are looked up. Default: the process' own environment. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Milliseconds for a whole request. Default 30,000. */
  readonly timeout?: number;
  /** Milliseconds until a connection must stand. Default 10,000. */
  readonly connectTimeout?: number;
  /** Milliseconds until an exec plugin must have ended. Default 60,000. */
  readonly pluginTimeout?: number;
  /** Milliseconds without a byte after which a watch counts as dead. Default 150,000. */
  readonly silence?: number;
  /** Objects in a page of a list. Default 250. */
  readonly pageSize?: number;
  readonly patience?: Patience;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** Two bookmarks and a half. */
const SILENCE = 150_000;

/**
 * Makes the way to a cluster. Nothing is sent before the first request, and a context that leads nowhere fails there, with words. Whoever calls
 * this closes it.
 */
export function connect(context: KubeContext, options: ConnectOptions = {}): Connection {
  const {
    env = process.env,
    timeout = 30_000,
    connectTimeout = 10_000,
    silence = SILENCE,
    now = Date.now,
    pageSize = PAGE_SIZE,
  } = options;
  const transport = new Transport({
    definition: () => definitionOf(context),
    credentials: new CredentialStore({ env, now, pluginTimeout: options.pluginTimeout }),
    env,
    connectTimeout,
  });
  const client = new Client(transport, new Reading(options.patience), timeout);
  return {
    context,
    version: async (how) => {
      const { gitVersion } = (await client.json('/version', how)) as { gitVersion?: string };
      return (gitVersion ?? '').replace(/^v/u, '');
    },
    discover: (how) => discover(client, how),
    read: async (name, how) => (await client.json(objectPath(name), how)) as ApiObject,
    list: (resource, namespace, how) => listPages(client, resource, namespace, { pageSize, ...how }),
    watch: (resource, namespace, version, how) =>
      watchEvents(client, resource, namespace, version, { silence, ...how }),
    get: (path, how) => client.text(path, how, '*/*'),
    may: (right, how) => may(client, right, how),
    rules: (namespace, how) => reviewRules(client, namespace, how),
    create: (object, name, how) => create(client, object, name, how),
    replace: (object, name, how) => replace(client, object, name, how),
    patch: (name, operations, how) => patch(client, name, operations, how),
    remove: (name, how) => remove(client, name, how),
    dryRun: (object, name, how) => dryRun(client, object, name, how),
    exec: (target, command, how) => exec(client, target, command, how),
    terminal: (target, command, how) => terminal(client, target, command, how),
    logs: (target, how) => logs(client, target, how),
    forward: (pod, local) => forward(client, pod, local),
    close: () => transport.close(),
  };
}
