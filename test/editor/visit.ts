import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { installVsix } from '../host/extensions.ts';
import { ROOT } from '../host/places.ts';
import { startServer } from '../host/server.ts';
import type { Server } from '../host/server.ts';
import { STEADY } from '../host/settings.ts';
import type { Settings } from '../host/settings.ts';
import { openWorkbench } from '../host/workbench.ts';
import type { Workbench } from '../host/workbench.ts';
import { Person } from './person.ts';

/** How long a person looks for something before it counts as missing. */
const PATIENCE_MS = 20_000;

/** A person in front of a VS Code into which the packaged extension is installed, with a copy of some folder open. */
export interface Visit {
  readonly person: Person;
  /** The copy, on disk. */
  readonly workspace: string;
  /** What VS Code's server and its page have complained about. */
  log(): string;
  end(): Promise<void>;
}

/** Starts it all; `vsix` as `npm run package` has made it. `env` is added to the environment of the extension host. */
export async function visit(
  vsix: string,
  folder: string,
  settings: Settings = {},
  env: Readonly<Record<string, string>> = {},
): Promise<Visit> {
  if (!existsSync(vsix)) throw new Error(`${vsix} is missing: npm run package makes it`);
  const place = mkdtempSync(path.join(tmpdir(), 'plinth-visit-'));
  const workspace = path.join(place, path.basename(folder));
  cpSync(folder, workspace, { recursive: true });
  mkdirSync(path.join(ROOT, 'out/screenshots'), { recursive: true });
  const dataFolder = path.join(place, 'vscode');
  const extensionsFolder = path.join(place, 'extensions');
  let server: Server | undefined;
  let workbench: Workbench | undefined;
  const end = async (): Promise<void> => {
    await Promise.race([workbench?.close(), new Promise((resolve) => setTimeout(resolve, 3000))]);
    server?.stop();
    rmSync(place, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await installVsix(vsix, extensionsFolder, dataFolder);
    server = await startServer({ dataFolder, extensionsFolder, settings: { ...STEADY, ...settings }, env });
    workbench = await openWorkbench(server.url(workspace), place);
    workbench.page.setDefaultTimeout(PATIENCE_MS);
    const { complaints } = workbench;
    const { log } = server;
    const person = new Person(workbench.page);
    await person.arrives();
    return {
      person,
      workspace,
      log: () =>
        [
          ...complaints()
            .slice(-10)
            .map((one) => one.split('\n')[0]),
          log().slice(-1500),
        ].join('\n'),
      end,
    };
  } catch (error) {
    await end();
    throw error;
  }
}
