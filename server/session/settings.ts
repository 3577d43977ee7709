import type { Connection } from 'vscode-languageserver';
import { SETTINGS_SECTION } from '../protocol/messages.ts';
import type { Severity } from '../rules/rule.ts';
import type { Client } from '../protocol/capabilities.ts';

/** How long to wait for a client that does not answer. */
const PATIENCE_MS = 2000;

/** The settings of one resource, complete. */
export interface ResourceSettings {
  readonly enable: boolean;
  /** By rule, area (`probes/*`) or all (`*`). */
  readonly rules: ReadonlyMap<string, Severity | 'off'>;
  readonly ignore: readonly string[];
  readonly kubernetesVersion: string | undefined;
  readonly codeLens: boolean;
  /** Whether fields are checked, completed and explained; `auto`: unless another extension does it. */
  readonly schemas: 'auto' | 'on' | 'off';
}

/** The editor's settings, asked for once a scope and kept until they change. */
export class SettingsStore {
  readonly #connection: Connection;
  readonly #client: Client;
  readonly #known = new Map<string | undefined, Promise<ResourceSettings>>();
  /** For clients that push all settings and cannot be asked. */
  #pushed: unknown;

  constructor(connection: Connection, client: Client) {
    this.#connection = connection;
    this.#client = client;
  }

  /** The settings that hold at a URI, or where no file is meant. Never fails: a client that does not answer has the defaults. */
  at(scopeUri: string | undefined): Promise<ResourceSettings> {
    const known = this.#known.get(scopeUri);
    if (known) return known;
    const asked = this.#ask(scopeUri).then(readSettings);
    this.#known.set(scopeUri, asked);
    return asked;
  }

  /** Forgets what is known; `settings` is what `workspace/didChangeConfiguration` came with. */
  change(settings: unknown): void {
    this.#known.clear();
    const section = asRecord(settings)[SETTINGS_SECTION];
    if (section !== undefined) this.#pushed = section;
  }

  async #ask(scopeUri: string | undefined): Promise<unknown> {
    if (!this.#client.configuration) return this.#pushed;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const nothing = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), PATIENCE_MS);
    });
    try {
      const asked = this.#connection.workspace.getConfiguration({
        ...(scopeUri === undefined ? {} : { scopeUri }),
        section: SETTINGS_SECTION,
      });
      return await Promise.race([asked, nothing]);
    } catch {
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  }
}

const SEVERITIES: readonly unknown[] = ['off', 'hint', 'info', 'warning', 'error'];

/** Reads one `plinth` section; what is missing or of a wrong type is the default. */
export function readSettings(section: unknown): ResourceSettings {
  const { enable, rules, ignore, kubernetesVersion, codeLens, schemas } = asRecord(section);
  const levels = Object.entries(asRecord(rules)).filter(([, level]) => SEVERITIES.includes(level));
  const version =
    typeof kubernetesVersion === 'string' ? /^v?(\d+\.\d+)/.exec(kubernetesVersion.trim())?.[1] : undefined;
  return {
    enable: enable !== false,
    rules: new Map(levels as [string, Severity | 'off'][]),
    ignore: Array.isArray(ignore) ? ignore.filter((glob) => typeof glob === 'string') : [],
    kubernetesVersion: version,
    codeLens: asRecord(codeLens)['enable'] !== false,
    schemas: schemas === 'on' || schemas === 'off' ? schemas : 'auto',
  };
}

/** Whether two settings say the same. */
export function isSame(a: ResourceSettings, b: ResourceSettings): boolean {
  const text = (settings: ResourceSettings): string => JSON.stringify({ ...settings, rules: [...settings.rules] });
  return text(a) === text(b);
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
