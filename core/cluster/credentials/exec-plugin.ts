import { spawn } from 'node:child_process';
import { delimiter, dirname } from 'node:path';
import type { ClusterEntry, ExecEntry } from '../kubeconfig/kubeconfig-entries.ts';
import { readFileIfNamed } from './pem.ts';
import { ClusterTrouble } from '../trouble.ts';

/** What a plugin gives. */
export interface ExecCredential {
  readonly token: string | undefined;
  readonly cert: string | undefined;
  readonly key: string | undefined;
  /** Milliseconds since 1970; undefined: until the cluster refuses it. */
  readonly expires: number | undefined;
}

export interface PluginOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds. */
  readonly timeout: number;
  readonly signal?: AbortSignal | undefined;
}

/** A browser log-in of a plugin takes its time; one that waits for a keyboard that is not there must end. */
export const PLUGIN_TIMEOUT = 60_000;

/** Longest output of a plugin that is read. */
const LARGEST = 1024 * 1024;

const DEFAULT_VERSION = 'client.authentication.k8s.io/v1';

/**
 * Runs an exec credential plugin. Its output may hold a token, so no part of it is ever shown, not even of its error output.
 * https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins
 */
export async function runPlugin(
  exec: ExecEntry,
  cluster: ClusterEntry | undefined,
  options: PluginOptions,
): Promise<ExecCredential> {
  if (exec.interactiveMode === 'Always') {
    const message = `The program «${exec.command}» of the kubeconfig needs a terminal to ask you something, and an editor has none. Run «kubectl get namespaces» in a terminal once, or use a context with other credentials.`;
    throw new ClusterTrouble('credentials', message);
  }
  const env: Record<string, string | undefined> = { ...options.env };
  for (const { name, value } of exec.env) env[name] = value;
  env['KUBERNETES_EXEC_INFO'] = JSON.stringify(await execInfo(exec, cluster));
  return readCredential(await outputOf(exec, env, options), exec);
}

async function execInfo(exec: ExecEntry, cluster: ClusterEntry | undefined): Promise<object> {
  const spec: Record<string, unknown> = { interactive: false };
  if (exec.provideClusterInfo && cluster !== undefined) {
    const ca = cluster.caData ?? (await readFileIfNamed(cluster.caFile))?.toString('base64');
    spec['cluster'] = {
      server: cluster.server,
      'tls-server-name': cluster.tlsServerName,
      'insecure-skip-tls-verify': cluster.insecure,
      'certificate-authority-data': ca,
      'proxy-url': cluster.proxyUrl,
    };
  }
  return { apiVersion: exec.apiVersion ?? DEFAULT_VERSION, kind: 'ExecCredential', spec };
}

function outputOf(exec: ExecEntry, env: Record<string, string | undefined>, options: PluginOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    const { timeout } = options;
    // In its own group, so that what it starts (a shell's child) ends with it. Windows has no groups of that kind.
    const grouped = process.platform !== 'win32';
    const child = spawn(exec.command, [...exec.args], {
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
      windowsHide: true,
      detached: grouped,
    });
    const chunks: Buffer[] = [];
    let size = 0;
    const end = (): void => {
      try {
        if (grouped && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
        else child.kill('SIGKILL');
      } catch {
        // It has ended by itself.
      }
    };
    const fail = (message: string, cause?: unknown): void => {
      finish();
      end();
      reject(new ClusterTrouble('credentials', message, cause === undefined ? {} : { cause }));
    };
    const timer = setTimeout(() => {
      const seconds = Math.round(timeout / 1000);
      fail(
        `The program «${exec.command}» of the kubeconfig did not end within ${seconds} s. It may wait for you to log in: run «kubectl get namespaces» in a terminal, follow what it asks, then try again.`,
      );
    }, timeout);
    const cancel = (): void => {
      finish();
      end();
      reject(new ClusterTrouble('cancelled', 'Cancelled.'));
    };
    const finish = (): void => {
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', cancel);
    };
    if (options.signal?.aborted === true) cancel();
    else options.signal?.addEventListener('abort', cancel);
    child.stdout.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size > LARGEST) fail(`The program «${exec.command}» of the kubeconfig prints more than credentials.`);
    });
    child.on('error', (error: NodeJS.ErrnoException) => fail(startWords(exec, env, error.code), error));
    child.on('close', (code, signal) => {
      finish();
      if (code === 0) resolve(Buffer.concat(chunks).toString('utf8'));
      else {
        const how = code === null ? `was ended by ${signal ?? 'a signal'}` : `failed with exit code ${code}`;
        fail(
          `The program «${exec.command}» of the kubeconfig ${how}. Run «kubectl get namespaces» in a terminal to see what it says; you may have to log in anew.${hint(exec)}`,
        );
      }
    });
  });
}

const hint = ({ installHint }: ExecEntry): string =>
  installHint === undefined ? '' : ` Its makers say: ${installHint.trim()}`;

function startWords(
  exec: ExecEntry,
  env: Readonly<Record<string, string | undefined>>,
  code: string | undefined,
): string {
  const { command } = exec;
  if (code === 'EACCES')
    return `The program «${command}» of the kubeconfig may not be run. Make it executable (chmod +x).`;
  if (code !== 'ENOENT')
    return `The program «${command}» of the kubeconfig does not start (${code ?? 'unknown error'}).`;
  if (/[/\\]/u.test(command))
    return `The program «${command}» that the kubeconfig names for credentials is not there. Install it in ${dirname(command)}, or correct the path.${hint(exec)}`;
  const searched = (env['PATH'] ?? env['Path'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const where = searched.length === 0 ? 'the PATH is empty' : `searched: ${searched.join(', ')}`;
  return `The program «${command}», which the kubeconfig names for credentials, was not found (${where}). Where it works in a terminal, the editor was started without that terminal’s PATH: start it from the terminal, or write the program’s whole path into the kubeconfig.${hint(exec)}`;
}

function readCredential(output: string, { command }: ExecEntry): ExecCredential {
  const wrong = (what: string): ClusterTrouble =>
    new ClusterTrouble('credentials', `The program «${command}» of the kubeconfig printed ${what}. Update it.`);
  let parsed: unknown;
  try {
    parsed = JSON.parse(output);
  } catch {
    throw wrong('something that is no JSON');
  }
  const status = (parsed as { status?: Record<string, unknown> } | null)?.status;
  if (typeof status !== 'object') throw wrong('no credentials');
  const text = (key: string): string | undefined => {
    const value = status[key];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const token = text('token');
  const cert = text('clientCertificateData');
  if (token === undefined && cert === undefined) throw wrong('neither a token nor a certificate');
  const expires = Date.parse(text('expirationTimestamp') ?? '');
  return { token, cert, key: text('clientKeyData'), expires: Number.isNaN(expires) ? undefined : expires };
}
