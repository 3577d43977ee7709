import type { Json } from '../../../engines/model/object.ts';
import type { ApiObject } from '../../cluster/connection.ts';
import { isSecret, piecesOf, secretsIn, secretsInArgument, unescaped } from '../../secrets/secret-words.ts';

type Fields = Readonly<Record<string, Json>>;

/** A copy of a pod's template in which nothing secret stands as text, and the Secret that holds it instead. */
export interface Hidden {
  readonly podSpec: Fields;
  /** Undefined where there was nothing to hide. */
  readonly secret: ApiObject | undefined;
}

/**
 * A new instance has the passwords of its source. What its source has as plain text goes into a Secret of the instance's own: a copy spreads no password further, and what is
 * made is not read by whoever may see workloads. Looked at are variables, arguments, and the commands of probes and hooks. `metadata`: of that Secret.
 */
export function hideSecrets(podSpec: Fields, metadata: ApiObject['metadata']): Hidden {
  const values: Record<string, string> = {};
  const all = (key: string): Fields =>
    podSpec[key] === undefined
      ? {}
      : { [key]: (podSpec[key] as readonly Fields[]).map((one) => new Hider(one, metadata.name, values).container()) };
  const hidden = { ...podSpec, ...all('initContainers'), ...all('containers') };
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata, stringData: values };
  return { podSpec: hidden, secret: Object.keys(values).length === 0 ? undefined : secret };
}

const PROBES = ['startupProbe', 'livenessProbe', 'readinessProbe'];
const HOOKS = ['postStart', 'preStop'];

/** Hides what is secret in one container. */
class Hider {
  readonly #given: Fields;
  readonly #name: string;
  readonly #secret: string;
  readonly #values: Record<string, string>;
  readonly #env: Json[] = [];
  #count = 0;

  constructor(given: Fields, secret: string, values: Record<string, string>) {
    this.#given = given;
    this.#name = typeof given['name'] === 'string' ? given['name'] : '';
    this.#secret = secret;
    this.#values = values;
  }

  container(): Fields {
    const given = this.#given;
    const env = ((given['env'] ?? []) as readonly Fields[]).flatMap((one) => this.#variable(one));
    const changed: Record<string, Json> = {};
    for (const key of ['command', 'args'])
      if (given[key] !== undefined) changed[key] = this.#words(given[key] as readonly Json[]);
    for (const key of PROBES) if (given[key] !== undefined) changed[key] = this.#executed(given[key] as Fields);
    if (given['lifecycle'] !== undefined) {
      const hooks = given['lifecycle'] as Readonly<Record<string, Fields>>;
      changed['lifecycle'] = Object.fromEntries(
        Object.entries(hooks).map(([key, hook]) => [key, HOOKS.includes(key) ? this.#executed(hook) : hook]),
      );
    }
    const variables = [...env, ...this.#env];
    return { ...given, ...(variables.length === 0 ? {} : { env: variables }), ...changed };
  }

  /** Keeps a text, and gives the variable that has it from the Secret. */
  #kept(variable: string, text: string): Fields {
    const key = `${this.#name}.${variable}`;
    this.#values[key] = text;
    return { name: variable, valueFrom: { secretKeyRef: { name: this.#secret, key } } };
  }

  #variable(one: Fields): Fields[] {
    const { name, value } = one;
    if (typeof name !== 'string' || typeof value !== 'string' || !isSecret(name, value)) return [one];
    const pieces = piecesOf(value);
    if (pieces.every(({ kind }) => kind === 'text')) return [this.#kept(name, unescaped(value))];
    // What refers to other variables goes on doing so; a variable may refer to those before it.
    const before: Fields[] = [];
    const text = pieces.map(({ kind, raw }) => {
      if (kind === 'reference') return raw;
      const own = `PLINTH_${name}_${String(before.length)}`;
      before.push(this.#kept(own, unescaped(raw)));
      return `$(${own})`;
    });
    return [...before, { name, value: text.join('') }];
  }

  #words(words: readonly Json[]): Json[] {
    return words.map((word, index) => {
      const before = words[index - 1];
      if (typeof word !== 'string') return word;
      const found = secretsInArgument(word, typeof before === 'string' ? before : undefined);
      let [text, at] = ['', 0];
      for (const [from, to] of found) {
        text += word.slice(at, from) + this.#argument(word.slice(from, to));
        at = to;
      }
      return text + word.slice(at);
    });
  }

  /** Kubernetes puts the variable's text there as it is, also within the text of a shell. */
  #argument(raw: string): string {
    return piecesOf(raw)
      .map((piece) => {
        if (piece.kind === 'reference') return piece.raw;
        const own = `PLINTH_ARGUMENT_${String(this.#count++)}`;
        this.#env.push(this.#kept(own, unescaped(piece.raw)));
        return `$(${own})`;
      })
      .join('');
  }

  /**
   * In the commands of probes and hooks Kubernetes puts no variables: there a shell does. The whole command is kept then, also where it repeats what another place has shown
   * to be a password.
   */
  #executed(probe: Fields): Fields {
    const { command } = (probe['exec'] ?? {}) as { readonly command?: readonly string[] };
    if (command === undefined) return probe;
    const text = command.join(' ');
    const known = Object.values(this.#values).filter((value) => value.length >= SHORTEST);
    if (secretsIn(text).length === 0 && !known.some((value) => text.includes(value))) return probe;
    const own = `PLINTH_COMMAND_${String(this.#count++)}`;
    this.#env.push(this.#kept(own, command.map(quoted).join(' ')));
    return { ...probe, exec: { command: ['sh', '-c', `eval "$${own}"`] } };
  }
}

/** A shorter password is met by chance. */
const SHORTEST = 6;

/** A word for a shell of POSIX. */
const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;
