import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import { MessageChannel } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { build } from 'esbuild';
import type { DocumentDiagnosticReport, InitializeResult } from 'vscode-languageserver-protocol';
import { LIKE_VSCODE } from './language-client.ts';
import { RISKY, SERVICE } from './manifests.ts';

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly result?: unknown;
}

/** Web workers post messages as plain objects. */
class WorkerClient {
  readonly #port: MessagePort;
  readonly #waiting = new Map<number, (result: unknown) => void>();
  #id = 0;

  constructor(port: MessagePort) {
    this.#port = port;
    port.on('message', ({ id, method, result }: Message) => {
      if (id === undefined) return;
      if (method === undefined) this.#waiting.get(id)?.(result);
      else port.postMessage({ jsonrpc: '2.0', id, result: null });
    });
  }

  request<T>(method: string, params: unknown): Promise<T> {
    const id = (this.#id += 1);
    this.#port.postMessage({ jsonrpc: '2.0', id, method, params });
    return new Promise((resolve) => this.#waiting.set(id, (result) => resolve(result as T)));
  }

  notify(method: string, params: unknown): void {
    this.#port.postMessage({ jsonrpc: '2.0', method, params });
  }
}

describe('the server in a web worker', () => {
  it('lints open documents, without file system and without Node', async () => {
    const { outputFiles } = await build({
      entryPoints: [fileURLToPath(new URL('../../server/browser.ts', import.meta.url))],
      bundle: true,
      write: false,
      platform: 'browser',
      format: 'iife',
      logLevel: 'error',
    });
    const { port1, port2 } = new MessageChannel();
    // What a worker has, and no more: neither process nor Buffer nor require.
    const scope = {
      console,
      setTimeout,
      clearTimeout,
      setInterval,
      clearInterval,
      performance,
      TextDecoder,
      TextEncoder,
      crypto,
    };
    runInNewContext(outputFiles[0]?.text ?? '', { ...scope, self: port1 });
    const client = new WorkerClient(port2);
    const ask = async (name: string, text: string): Promise<unknown[]> => {
      const textDocument = { uri: `vscode-vfs://github/x/y/${name}`, languageId: 'yaml', version: 1, text };
      client.notify('textDocument/didOpen', { textDocument });
      const report = await client.request<DocumentDiagnosticReport>('textDocument/diagnostic', { textDocument });
      return report.kind === 'full' ? report.items.map(({ code }) => code) : [];
    };
    try {
      const { capabilities } = await client.request<InitializeResult>('initialize', {
        processId: null,
        rootUri: null,
        workspaceFolders: [{ uri: 'vscode-vfs://github/x/y', name: 'y' }],
        capabilities: LIKE_VSCODE,
      });
      assert.ok(capabilities.diagnosticProvider);
      client.notify('initialized', {});
      assert.deepEqual(await ask('service.yaml', SERVICE), []);
      const rules = await ask('db.yaml', RISKY);
      assert.ok(rules.includes('storage/ephemeral-data'));
      assert.ok(!rules.includes('workload/service-not-found'));
    } finally {
      port1.close();
      port2.close();
    }
  }).timeout(20_000);
});
