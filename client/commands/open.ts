import * as vscode from 'vscode';
import type { ApiObject } from '../../core/cluster/connection.ts';
import { manifestsOf, liveUri } from '../live/documents.ts';
import type { Command } from './context.ts';
import { elementOf } from './targets/element.ts';
import { objectTarget } from './targets/object.ts';
import { databaseTarget } from './targets/pick.ts';

type Places = Awaited<ReturnType<typeof manifestsOf>>;

/** One of several places in the workspace, as the user chooses. */
async function choose(places: Places, title: string): Promise<Places[number] | undefined> {
  if (places.length < 2) return places[0];
  const rows = places.map((place) => {
    const uri = vscode.Uri.parse(place.uri);
    return { label: vscode.workspace.asRelativePath(uri), description: `line ${place.range.start.line + 1}`, place };
  });
  return (await vscode.window.showQuickPick(rows, { title, placeHolder: 'Which manifest?' }))?.place;
}

/** Opens a place of the workspace. */
export async function openPlace({ uri, range }: Places[number]): Promise<void> {
  const { start, end } = range;
  const selection = new vscode.Range(start.line, start.character, end.line, end.character);
  await vscode.window.showTextDocument(vscode.Uri.parse(uri), { selection });
}

/** Opens the manifest of an object in the workspace; where there is none, the live object, read only. */
export const openManifest: Command = async (context, argument) => {
  const target = await objectTarget(context.sidebar, argument, 'Open manifest');
  if (target === undefined) return;
  const places = await manifestsOf(context.session, target.object);
  const place = await choose(places, 'Open manifest');
  if (place !== undefined) return openPlace(place);
  if (places.length > 0) return;
  await context.documents.show({ shows: 'yaml', context: target.cluster.context.id, object: target.object });
};

/** Opens the live object, read only. */
export const openLive: Command = async ({ sidebar, documents }, argument) => {
  const target = await objectTarget(sidebar, argument, 'Open live object');
  if (target === undefined) return;
  // A click on a row shows it without taking the keyboard away from the tree.
  const preserveFocus = elementOf(argument) !== undefined;
  const address = { shows: 'yaml', context: target.cluster.context.id, object: target.object } as const;
  await documents.show(address, { preserveFocus });
};

/** Compares the live object with what the cluster would make of its manifest now. */
export const compareWithManifest: Command = async ({ sidebar, session, documents }, argument) => {
  const target = await objectTarget(sidebar, argument, 'Compare with manifest');
  if (target === undefined) return;
  const { object, cluster } = target;
  const places = (await manifestsOf(session, object)).filter(({ body }) => body !== undefined);
  if (places.length === 0) {
    throw new Error(
      `no manifest of ${object.kind} ${object.name} in the workspace says by itself what will be applied.`,
    );
  }
  const place = await choose(places, 'Compare with manifest');
  if (place === undefined) return;
  const where = vscode.workspace.asRelativePath(vscode.Uri.parse(place.uri));
  const drift = await sidebar.core().compare(place.body as ApiObject, cluster.connection, object.namespace);
  if (drift.state !== 'differs') {
    const said = drift.state === 'same' ? `is as ${where} says` : `is not in the cluster; ${where} describes it`;
    void vscode.window.showInformationMessage(
      `${object.kind} ${object.name} ${said}.${drift.why === undefined ? '' : ` ${drift.why}`}`,
    );
    return;
  }
  const from = { context: cluster.context.id, object, manifest: place.uri };
  if (drift.by === 'manifest') {
    await documents.show({ shows: 'drift', ...from });
    return;
  }
  const live = liveUri({ shows: 'compared', context: cluster.context.id, object });
  const meant = liveUri({ shows: 'meant', ...from });
  const title = `${object.name}: live ↔ ${where}`;
  await vscode.commands.executeCommand('vscode.diff', live, meant, title);
};

/** Shows what Kubernetes has told of a database lately. */
export const showEvents: Command = async ({ sidebar, documents }, argument) => {
  const target = await databaseTarget(sidebar, argument, 'Events');
  if (target === undefined) return;
  await documents.show({ shows: 'events', context: target.cluster.context.id, database: target.database.id });
};

/** Shows a database in the view. */
export const showDatabase: Command = async ({ sidebar }, argument) => {
  const target = await databaseTarget(sidebar, argument, 'Show database');
  if (target !== undefined) await sidebar.reveal(target.cluster.context.id, target.database.id);
};
