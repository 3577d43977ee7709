import { numberOf } from '../live/printed.ts';
import { UnreadableAnswer } from '../model/live.ts';

/**
 * What `INFO` prints: lines of `name:value`. Source: https://redis.io/docs/latest/commands/info/ (the same in Valkey:
 * https://valkey.io/commands/info/)
 */
export class Info {
  readonly #values: ReadonlyMap<string, string>;

  /** Throws {@link UnreadableAnswer} where the server refused, or answered something else. redis-cli ends with 0 all the same. */
  constructor(output: string) {
    const entries = output.split(/\r?\n/u).flatMap((line) => {
      const [, name, value] = /^(\w+):(.*)$/u.exec(line) ?? [];
      return name === undefined || value === undefined ? [] : [[name, value] as const];
    });
    this.#values = new Map(entries);
    if (!this.#values.has('role')) throw new UnreadableAnswer(refusal(output));
  }

  text(...names: readonly string[]): string | undefined {
    return names.map((name) => this.#values.get(name)).find((value) => value !== undefined && value !== '');
  }

  number(name: string): number | undefined {
    return numberOf(this.#values.get(name));
  }

  /** True where the value is there and 1 (`flag('loading')`). */
  flag(name: string): boolean {
    return this.#values.get(name) === '1';
  }

  /** True where a status is there and not `ok`. */
  failed(name: string): boolean {
    const value = this.#values.get(name);
    return value !== undefined && value !== 'ok';
  }

  /** The replicas' lines: `slave0:ip=10.1.0.7,port=6379,state=online,offset=980,lag=0`. */
  replicas(): ReadonlyMap<string, string>[] {
    return [...this.#values]
      .filter(([name]) => /^slave\d+$/u.test(name))
      .map(
        ([, line]) =>
          new Map(
            line.split(',').map((part) => {
              const [name = '', value = ''] = part.split('=', 2);
              return [name, value] as const;
            }),
          ),
      );
  }
}

function refusal(output: string): string {
  if (/^(?:\(error\) )?NOAUTH/mu.test(output)) {
    return 'the server wants a password, and no variable or file of the container holds it';
  }
  if (/^(?:\(error\) )?NOPERM/mu.test(output)) return 'the user may not ask for INFO (ACL)';
  if (/^(?:\(error\) )?ERR unknown command/mu.test(output))
    return 'the server does not know INFO: it was renamed or switched off';
  if (/^(?:\(error\) )?ERR max number of clients/mu.test(output)) return 'all connections of the server are taken';
  if (/^(?:\(error\) )?BUSY/mu.test(output)) return 'the server runs a script that does not end';
  return `the server gave no answer that can be understood (${output.length} characters)`;
}
