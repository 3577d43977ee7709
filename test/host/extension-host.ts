import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ROOT } from './places.ts';
import { startServer } from './server.ts';
import { STEADY } from './settings.ts';
import { VERDICT_FILE } from './verdict.ts';
import type { Verdict } from './verdict.ts';
import { openWorkbench } from './workbench.ts';

/** The address by which the workbench knows a file of this machine. */
const remote = (port: number, file: string): string => `vscode-remote://127.0.0.1:${port}${file}`;

/**
 * Runs a test bundle (`run(): Promise<void>`) inside VS Code's extension host, with the project as the extension and `workspace`
 * open. The verdict comes from a file: a crash of the extension host reports exit code 0.
 */
export async function runInExtensionHost(tests: string, workspace: string, timeoutMs: number): Promise<Verdict> {
  const folder = mkdtempSync(path.join(tmpdir(), 'plinth-host-'));
  const verdictFile = path.join(folder, 'verdict.json');
  const server = await startServer({
    dataFolder: path.join(folder, 'server'),
    extensionsFolder: path.join(folder, 'extensions'),
    settings: STEADY,
    smokeTestDriver: true,
    env: { [VERDICT_FILE]: verdictFile },
  });
  const url = server.url(workspace, [
    ['skipWelcome', 'true'],
    ['extensionDevelopmentPath', remote(server.port, ROOT)],
    ['extensionTestsPath', remote(server.port, tests)],
  ]);
  try {
    const workbench = await openWorkbench(url, folder);
    let timer: NodeJS.Timeout | undefined;
    const hang = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no verdict after ${timeoutMs / 1000} s`)), timeoutMs);
    });
    try {
      await Promise.race([workbench.exit, hang]);
    } catch (error) {
      const shot = path.join(ROOT, 'out/screenshots/extension-host-failed.png');
      await workbench.page.screenshot({ path: shot }).catch(() => undefined);
      const told = [...workbench.complaints().slice(-10), server.log().slice(-1500)].join('\n');
      throw new Error(`The tests in the extension host came to no end.\n${told}`, { cause: error });
    } finally {
      clearTimeout(timer);
      await Promise.race([workbench.close(), new Promise((resolve) => setTimeout(resolve, 3000))]);
    }
    if (!existsSync(verdictFile)) throw new Error('the extension host ended without a verdict');
    return JSON.parse(readFileSync(verdictFile, 'utf8')) as Verdict;
  } finally {
    server.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
