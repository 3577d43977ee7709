import * as vscode from 'vscode';
import type { ApiObject, Connection, ObjectName, Resource } from '../../core/cluster/connection.ts';
import type { LiveObject } from '../../core/inventory/model.ts';
import { FIND_OBJECT } from '../../server/protocol/messages.ts';
import type { FindObjectResult } from '../../server/protocol/messages.ts';
import { openCluster } from '../commands/targets/pick.ts';
import type { Session } from '../language/session.ts';
import type { Sidebar } from '../sidebar.ts';
import { keyOfKept } from '../views/databases/keys.ts';
import { addressOf, LIVE_SCHEME, titleOf } from './address.ts';
import type { LiveAddress } from './address.ts';
import { backupText } from './backup-text.ts';
import { driftText } from './drift.ts';
import { eventsOf, eventsText } from './events.ts';
import type { ClusterEvent } from './events.ts';
import { compared, shown } from './shown.ts';

/** More events than these are of no use to a reader. */
const EVENTS = 2000;

/** Where the manifests of an object are in the workspace, the nearest first. */
export async function manifestsOf(session: Session, object: LiveObject): Promise<FindObjectResult['places']> {
  if ((vscode.workspace.workspaceFolders ?? []).length === 0) return [];
  const client = await session.client();
  if (client === undefined) return [];
  const { kind, name, namespace } = object;
  const asked = { kind, name, ...(namespace === undefined ? {} : { namespace }) };
  return (await client.sendRequest<FindObjectResult>(FIND_OBJECT, asked)).places;
}

const resources = new WeakMap<Connection, Promise<readonly Resource[]>>();

/** The object's name as the API wants it; which resource its kind is, the server itself says. */
async function nameOf(connection: Connection, { apiVersion, kind, namespace, name }: LiveObject): Promise<ObjectName> {
  let all = resources.get(connection);
  if (all === undefined) {
    all = connection.discover().then((found) => found.resources);
    resources.set(connection, all);
    all.catch(() => resources.delete(connection));
  }
  const group = apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
  const resource = (await all).find((one) => one.kind === kind && one.group === group);
  if (resource === undefined) throw new Error(`The cluster serves no ${kind} of ${apiVersion}.`);
  return { resource, namespace: resource.namespaced ? namespace : undefined, name };
}

/** The address of a document. */
export const liveUri = (address: LiveAddress): vscode.Uri =>
  vscode.Uri.from({ scheme: LIVE_SCHEME, path: `/${titleOf(address)}`, query: JSON.stringify(address) });

/** Documents that show what is in a cluster at the moment when they are opened. */
export class LiveDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #sidebar: Sidebar;
  readonly #session: Session;
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #registration: vscode.Disposable;

  constructor(sidebar: Sidebar, session: Session) {
    this.#sidebar = sidebar;
    this.#session = session;
    this.#registration = vscode.workspace.registerTextDocumentContentProvider(LIVE_SCHEME, this);
  }

  async provideTextDocumentContent({ query }: vscode.Uri): Promise<string> {
    const address = addressOf(query);
    if (address === undefined) return 'There is nothing at this address.\n';
    try {
      await this.#sidebar.ready();
      return await this.#text(address);
    } catch (error) {
      return `# ${error instanceof Error ? error.message : String(error)}\n`;
    }
  }

  async #text(address: LiveAddress): Promise<string> {
    const { connection, context } = openCluster(this.#sidebar, address.context);
    const { yamlOf } = this.#sidebar.core();
    if (address.shows === 'events') return this.#events(address.context, address.database);
    if (address.shows === 'backup') return this.#backup(address);
    const name = await nameOf(connection, address.object);
    switch (address.shows) {
      case 'yaml': {
        const object = await connection.read(name);
        return `# From the cluster, context ${context.name}; read only.\n${yamlOf(shown(object))}`;
      }
      case 'compared':
        return yamlOf(compared(await connection.read(name)));
      case 'drift': {
        const body = await this.#manifest(address.object, address.manifest);
        const drift = await this.#sidebar.core().compare(body as ApiObject, connection, address.object.namespace);
        const { kind, name: of, namespace } = address.object;
        return driftText(
          `${kind} ${namespace === undefined ? '' : `${namespace}/`}${of}, context ${context.name}`,
          drift,
        );
      }
      case 'meant': {
        const body = await this.#manifest(address.object, address.manifest);
        const whole = { ...body, metadata: { ...(body['metadata'] as object), namespace: name.namespace } };
        return yamlOf(compared(await connection.dryRun(whole as unknown as ApiObject, name)));
      }
    }
  }

  /** A manifest of the workspace as data. */
  async #manifest(object: LiveObject, uri: string): Promise<Readonly<Record<string, unknown>>> {
    const body = (await manifestsOf(this.#session, object)).find((place) => place.uri === uri)?.body;
    if (body === undefined) throw new Error('What will be applied cannot be known: a template or an overlay hides it.');
    return body;
  }

  async #backup({ context, database: id, backup: key }: LiveAddress & { readonly shows: 'backup' }): Promise<string> {
    const { connection, view } = openCluster(this.#sidebar, context);
    const database = view.databases.get(id);
    const backup = database?.kept?.find((one) => keyOfKept(one) === key);
    if (database === undefined || backup === undefined) throw new Error('This backup is not known any more.');
    const { namespace, workload } = database;
    const name = { namespace, kind: workload.kind, name: workload.name };
    const { operations } = await this.#sidebar.core().operations.list(connection, namespace, name);
    return backupText(
      backup,
      operations.map(({ record }) => record),
    );
  }

  async #events(id: string, database: string): Promise<string> {
    const { connection, view, context } = openCluster(this.#sidebar, id);
    const found = view.databases.get(database);
    if (found === undefined) throw new Error('This database is not there any more.');
    const { namespace, workload, members, storage, services, backups } = found;
    const names = new Set([
      workload.name,
      ...members.map(({ pod }) => pod.name),
      ...storage.flatMap(({ claim }) => (claim === undefined ? [] : [claim.name])),
      ...services.map(({ service }) => service.name),
      ...backups.map(({ object }) => object.name),
    ]);
    const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/events?limit=${EVENTS}`;
    const { items = [] } = JSON.parse(await connection.get(path)) as { items?: readonly ClusterEvent[] };
    const heading = `Events of ${namespace}/${found.name}, context ${context.name}`;
    return eventsText(heading, eventsOf(items, names), Date.now());
  }

  /** Opens a document with what is there now, also where it was opened before. */
  async show(address: LiveAddress, options: vscode.TextDocumentShowOptions = {}): Promise<vscode.TextEditor> {
    const uri = liveUri(address);
    const isOpen = vscode.workspace.textDocuments.some((one) => one.uri.toString() === uri.toString());
    if (isOpen) this.#changed.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    const isYaml = !['events', 'drift', 'backup'].includes(address.shows);
    if (isYaml && document.languageId !== 'yaml') {
      await vscode.languages.setTextDocumentLanguage(document, 'yaml');
    }
    return vscode.window.showTextDocument(document, { preview: true, ...options });
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}
