import { homedir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { contextRules } from './context-rules.ts';
import type { ContextRules } from './context-rules.ts';

// Both settings have scopes that no workspace can reach (package.json): a repository must neither lift a cluster's protection nor name a
// kubeconfig, whose exec plugins are programs that run. What a workspace says all the same is not even read here.

/** The value of one's own settings, passing over those of a workspace. */
function own(key: string): unknown {
  const found = vscode.workspace.getConfiguration('plinth').inspect<unknown>(key);
  return found?.globalValue;
}

/** What `plinth.contexts` says of the context with this name. */
export const rulesOf = (name: string): ContextRules => contextRules(own('contexts'), name);

/** `plinth.kubeconfigs`: files beside those that kubectl knows; `~` is one's home folder. */
export function addedKubeconfigs(): readonly string[] {
  const found = own('kubeconfigs');
  const files = Array.isArray(found) ? found.filter((one) => typeof one === 'string' && one.trim() !== '') : [];
  return (files as string[]).map((file) => path.resolve(file.replace(/^~(?=$|[\\/])/u, homedir())));
}

/** Adds a kubeconfig to one's own settings. */
export async function addKubeconfig(file: string): Promise<void> {
  const found = own('kubeconfigs');
  const files = Array.isArray(found) ? (found as unknown[]) : [];
  if (files.includes(file)) return;
  await vscode.workspace
    .getConfiguration('plinth')
    .update('kubeconfigs', [...files, file], vscode.ConfigurationTarget.Global);
}

/** Changes what one's own settings say of one context, by its name. */
export async function changeRules(name: string, change: Readonly<Record<string, unknown>>): Promise<void> {
  const found = own('contexts');
  const contexts = (typeof found === 'object' && found !== null ? found : {}) as Record<string, object | undefined>;
  await vscode.workspace
    .getConfiguration('plinth')
    .update('contexts', { ...contexts, [name]: { ...contexts[name], ...change } }, vscode.ConfigurationTarget.Global);
}
