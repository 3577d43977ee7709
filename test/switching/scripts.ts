import type { Connection, ExecResult } from '../../core/cluster/connection.ts';
import { parseRest } from '../../core/procedures/members/rest.ts';
import type { EngineContext } from '../../engines/model/engine.ts';
import type { RestFacts } from '../../engines/model/stopping.ts';
import type { SwitchingEngine } from '../../engines/model/switching.ts';
import { quote } from '../../engines/probes/quote.ts';
import { until } from '../cluster/wait.ts';

export type Name =
  | 'prepareCandidate'
  | 'preparePrimary'
  | 'unprepare'
  | 'link'
  | 'unfence'
  | 'hasEnded'
  | 'promote'
  | 'follow'
  | 'clearLeft';

interface Given {
  readonly stdin?: string;
  readonly variables?: Readonly<Record<string, string>>;
}

/** An engine's scripts, run in members one by one as a person would who has only them. */
export class Scripts {
  readonly #connection: Connection;
  readonly #place: { readonly namespace: string; readonly container: string };
  readonly engine: SwitchingEngine;
  readonly #context: EngineContext;

  constructor(
    connection: Connection,
    place: { readonly namespace: string; readonly container: string },
    engine: SwitchingEngine,
    context: EngineContext,
  ) {
    this.#connection = connection;
    this.#place = place;
    this.engine = engine;
    this.#context = context;
  }

  /** Any script in a member's container. */
  exec(pod: string, text: string, { stdin, variables = {} }: Given = {}): Promise<ExecResult> {
    const set = Object.entries(variables).map(([name, value]) => `export ${name}=${quote(value)}\n`);
    return this.#connection.exec({ ...this.#place, pod }, ['sh', '-c', `${set.join('')}${text}`], {
      timeout: 30_000,
      ...(stdin === undefined ? {} : { stdin }),
    });
  }

  /** One of the engine's. Gives what it prints; throws its complaint where it does not end well. */
  async run(pod: string, name: Name, given: Given = {}): Promise<string> {
    const script = this.engine[name];
    if (script === undefined) throw new Error(`${this.engine.engine} has no ${name}`);
    const { exitCode, stdout, stderr } = await this.exec(pod, script(this.#context), given);
    if (exitCode !== 0) throw new Error(`${name} of ${pod} ended with ${String(exitCode)}: ${stderr}`);
    return stdout;
  }

  async facts(pod: string): Promise<RestFacts> {
    const { exitCode, stdout, stderr } = await this.exec(pod, this.engine.facts(this.#context));
    if (exitCode !== 0) throw new Error(`facts of ${pod} ended with ${String(exitCode)}: ${stderr}`);
    return parseRest(stdout);
  }

  /** As text, for `$FACTS`. */
  async factLines(pod: string): Promise<string> {
    return Object.entries(await this.facts(pod))
      .map(([key, value]) => `${key}=${value}`)
      .join('\n');
  }

  /** A member's facts, once they are so. A standby that asks for an address that has just gone gets no answer for up to two minutes. */
  factsWhen(pod: string, what: string, wanted: (facts: RestFacts) => boolean): Promise<RestFacts> {
    const advice = `Look at the logs of ${pod}.`;
    return until(`${pod} ${what}`, { seconds: 180, advice, every: 500 }, async () => {
      const facts = await this.facts(pod);
      return wanted(facts) && facts;
    });
  }

  /** A server that is the container's first process takes the script along when it ends: it is not known then how the script ended. */
  async fence(pod: string, candidate: string, upstream: Readonly<Record<string, string>>): Promise<ExecResult> {
    const stdin = await this.run(candidate, 'link');
    return this.exec(pod, this.engine.fence.script(this.#context), { stdin, variables: upstream });
  }
}
