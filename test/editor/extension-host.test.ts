import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { runInExtensionHost } from '../host/extension-host.ts';
import { ROOT } from '../host/places.ts';
import type { HostTest } from '../host/verdict.ts';

const PATIENCE_MS = 120_000;

/** The tests as one file that the extension host can load. */
async function bundled(): Promise<string> {
  const outfile = path.join(ROOT, 'out/editor/in-host.cjs');
  await build({
    absWorkingDir: ROOT,
    entryPoints: ['test/editor/in-host/run.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
  return outfile;
}

async function results(): Promise<readonly HostTest[]> {
  const workspace = mkdtempSync(path.join(tmpdir(), 'plinth-workspace-'));
  try {
    cpSync(path.join(ROOT, 'test/editor/fixtures/workspace'), workspace, { recursive: true });
    return (await runInExtensionHost(await bundled(), workspace, PATIENCE_MS)).tests;
  } catch (error) {
    return [
      { title: 'comes to an end', state: 'failed', error: error instanceof Error ? error.message : String(error) },
    ];
  } finally {
    rmSync(workspace, { recursive: true, force: true });
  }
}

// What has run in the extension host is told here once more, one test each, so that one reporter counts all.
const tests = await results();

describe('in the extension host', () => {
  for (const { title, state, error } of tests) {
    it(title, function () {
      if (state === 'pending') this.skip();
      if (state === 'failed') throw new Error(error ?? 'failed');
    });
  }
});
