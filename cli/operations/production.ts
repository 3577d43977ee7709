import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';
import { protectionIn, strictest, type Protection } from '../../core/protection/protection.ts';
import { UsageError } from '../usage-error.ts';

/** Where it is said which contexts are protected. */
export interface ProtectionSources {
  /** `--production-contexts`. */
  readonly patterns: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The file that holds `contexts`, in the form of the editor's setting `plinth.contexts`. https://specifications.freedesktop.org/basedir-spec/latest/ */
export function configFile({ PLINTH_CONFIG, XDG_CONFIG_HOME }: ProtectionSources['env']): string {
  const base =
    XDG_CONFIG_HOME === undefined || XDG_CONFIG_HOME === '' ? path.join(homedir(), '.config') : XDG_CONFIG_HOME;
  return PLINTH_CONFIG ?? path.join(base, 'plinth', 'config.yaml');
}

/**
 * How the context with this name is protected: `confirm` where a pattern of the option or of PLINTH_PRODUCTION_CONTEXTS matches it, and what the file says; the strictest
 * holds. Throws a {@link UsageError} for a file that is there and cannot be read: it may protect.
 */
export async function protectionOf(context: string, { patterns, env }: ProtectionSources): Promise<Protection> {
  const named = [...patterns, ...(env['PLINTH_PRODUCTION_CONTEXTS'] ?? '').split(',')].map((one) => one.trim());
  const setting = Object.fromEntries(named.filter((one) => one !== '').map((one) => [one, { protection: 'confirm' }]));
  return strictest([protectionIn(setting, context), protectionIn(await settingIn(configFile(env)), context)]);
}

async function settingIn(file: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new UsageError(`${file} cannot be read, and may protect contexts: ${String(error)}`);
  }
  let whole: unknown;
  try {
    whole = parse(text);
  } catch {
    throw new UsageError(`${file} is no YAML, and may protect contexts.`);
  }
  if (whole === null || whole === undefined) return undefined;
  const contexts = typeof whole === 'object' ? (whole as Readonly<Record<string, unknown>>)['contexts'] : whole;
  const isMap = typeof contexts === 'object' && contexts !== null && !Array.isArray(contexts);
  if (contexts === undefined) return undefined;
  if (!isMap || Object.values(contexts).some((said) => typeof said !== 'object' || said === null))
    throw new UsageError(`«contexts» in ${file} is a map of patterns, each with a map like { protection: confirm }.`);
  return contexts;
}
