import type { Field } from '../../engines/model/field.ts';
import type { Inherited, JobScript } from '../../engines/model/dump.ts';
import type { Json } from '../../engines/model/object.ts';
import { passwordFile } from './job-files.ts';

/** What a Job's container gets of the server's variables, and what its shell does first with them. */
export interface InheritedVariables {
  readonly env: readonly Json[];
  /** Lines for `/bin/sh` that give each variable the first value that is there. No value stands in them. */
  readonly prelude: string;
  /** Variables for which the server's container shows no source at all, or only plain text that no Secret holds yet. */
  readonly missing: readonly string[];
  /** Where the server reads a password from a file of a Secret: that volume again, and its mount. */
  readonly volumes: readonly Json[];
  readonly mounts: readonly Json[];
}

/** What of the server a Job inherits from. */
export interface Heritage {
  /** The server's container as it is written. */
  readonly container: Field;
  readonly podSpec: Field;
  /** The Secret into which {@link ./login-secret.loginSecret} has put what the container has as plain text; a Job never holds it as text. */
  readonly login: string | undefined;
  /** A Secret that a person has named, with the keys `user` and `password` of an account for dumps: what it has comes from nowhere else. */
  readonly account?: string | undefined;
}

/** The key of {@link Heritage.login} for the n-th source of a variable. */
export const loginKey = (name: string, index: number): string => `${name}_${index}`;

/**
 * Refers a Job's container to where the server's own variables come from: a Secret's or ConfigMap's key of `env` or `envFrom` is referred to by its name and may be
 * absent (what a Secret holds is never read), a password file of a Secret is mounted again.
 */
export function inheritVariables(heritage: Heritage, inherited: readonly Inherited[]): InheritedVariables {
  const { container, podSpec, login, account } = heritage;
  const env: Json[] = [];
  const missing: string[] = [];
  const prelude: string[] = [];
  const volumes: Json[] = [];
  const mounts: Json[] = [];
  for (const { name, from, plain, account: key } of inherited) {
    if (key !== undefined && account !== undefined) {
      env.push({ name, valueFrom: { secretKeyRef: { name: account, key } } });
      continue;
    }
    // Only an account brings it.
    if (from.length === 0) continue;
    const numbered = from
      .flatMap((variable) => sourcesOf(container, variable))
      .flatMap((found, index): (Readonly<Record<string, Json>> & { readonly name: string })[] => {
        const own = `PLINTH_${name}_${index}`;
        if (found.kind === 'reference') return [{ name: own, ...found.source }];
        if (plain === true) return [{ name: own, value: found.text }];
        if (login === undefined) return [];
        return [{ name: own, valueFrom: { secretKeyRef: { name: login, key: loginKey(name, index) } } }];
      });
    const file = from.flatMap((variable) => passwordFile(container, podSpec, variable) ?? [])[0];
    if (numbered.length === 0 && file === undefined) {
      missing.push(name);
      continue;
    }
    env.push(...numbered);
    // The first that has a value wins; the numbered ones are not handed on to the programs.
    const names = numbered.map(({ name: own }) => own);
    const last = file === undefined ? '' : `$(cat ${file.word})`;
    const value = names.reduceRight((otherwise, own) => `\${${own}:-${otherwise}}`, last);
    prelude.push(`${name}="${value}"; export ${name}${names.length > 0 ? `; unset ${names.join(' ')}` : ''}`);
    if (file !== undefined && !volumes.some((one) => JSON.stringify(one) === JSON.stringify(file.volume))) {
      volumes.push(file.volume);
      mounts.push(file.mount);
    }
  }
  return { env, prelude: prelude.join('\n'), missing, volumes, mounts };
}

/** Where one variable of the server's container comes from. `text` is plain text: a Job may not have it so, unless it is no secret. */
export type VariableSource =
  | { readonly kind: 'reference'; readonly source: Readonly<Record<string, Json>> }
  | { readonly kind: 'text'; readonly text: string };

/** Where a variable of the container comes from: `env` beats `envFrom`, and there the last one. */
export function sourcesOf(container: Field, variable: string): VariableSource[] {
  const entry = container
    .at('env')
    .items()
    .findLast((one) => one.at('name').string() === variable);
  if (entry !== undefined) {
    const text = entry.at('value').string();
    const valueFrom = entry.at('valueFrom').value;
    if (valueFrom !== undefined) return [{ kind: 'reference', source: { valueFrom } }];
    return text === undefined || text === '' ? [] : [{ kind: 'text', text }];
  }
  const refer = (valueFrom: Json): VariableSource => ({ kind: 'reference', source: { valueFrom } });
  const sources = container.at('envFrom').items().toReversed();
  return sources.flatMap((source): VariableSource[] => {
    const prefix = source.at('prefix').string() ?? '';
    if (!variable.startsWith(prefix)) return [];
    const key = variable.slice(prefix.length);
    const secret = source.at('secretRef', 'name').string();
    const configMap = source.at('configMapRef', 'name').string();
    if (secret !== undefined) return [refer({ secretKeyRef: { name: secret, key, optional: true } })];
    if (configMap === undefined) return [];
    return [refer({ configMapKeyRef: { name: configMap, key, optional: true } })];
  });
}

/** All scripts that one container runs. */
export interface JobScripts {
  readonly script: JobScript;
  readonly around?: JobScript | undefined;
  readonly verify?: JobScript | undefined;
}

/** What the engine's scripts want of the server's variables, each once; `hasAccount`: what an account brings is not wanted of them. */
export function inheritsOf({ script, around, verify }: JobScripts, hasAccount = false): Inherited[] {
  const inherits = [...script.inherits];
  for (const one of [...(verify?.inherits ?? []), ...(around?.inherits ?? [])]) {
    if (!inherits.some(({ name }) => name === one.name)) inherits.push(one);
  }
  return hasAccount ? inherits.filter(({ account }) => account === undefined) : inherits;
}
