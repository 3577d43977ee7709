// Runs an engine's scripts as a Job would: in a pod of the same image beside the servers, with the variables that they inherit.
import assert from 'node:assert/strict';
import { dumpEngineOf } from '../../engines/dumps.ts';
import type { DumpEngine, JobScript } from '../../engines/model/dump.ts';
import type { EngineContext } from '../../engines/model/engine.ts';
import { quote } from '../../engines/probes/quote.ts';
import type { Lab, ServerPod } from '../live-engines/lab.ts';

/** What a server prints of itself. */
export type Printed = Readonly<Record<string, string>>;

/** A folder on every pod's volume. */
const ROOM = '/data';

export class Bench {
  private readonly lab: Lab;
  private readonly port: number;
  readonly engine: DumpEngine;
  readonly context: EngineContext;

  private constructor(lab: Lab, port: number, engine: DumpEngine, context: EngineContext) {
    this.lab = lab;
    this.port = port;
    this.engine = engine;
    this.context = context;
  }

  /** Starts the servers and, beside them, `hand`. */
  static async open(lab: Lab, port: number, servers: readonly ServerPod[]): Promise<Bench> {
    const [first] = servers;
    assert.ok(first);
    const member = lab.start(...servers).then(() => lab.member(first.name));
    const { engine, context } = await member;
    const dump = dumpEngineOf(engine.id);
    assert.ok(dump, `${engine.name} can be dumped`);
    return new Bench(lab, port, dump, context);
  }

  /** A script as a Job's container runs it, with variables taken from those of the pod in the order that the script says. */
  job(pod: string, host: string, { script, inherits }: JobScript, rest = '', before = ''): Promise<string> {
    const variables = inherits.map(({ name, from }) => {
      const value = from.map((one) => `\${${one}:-`).join('') + '}'.repeat(from.length);
      return `export ${name}="${value}"; [ -n "$${name}" ] || unset ${name}`;
    });
    const place = `export HOST=${host} PORT=${this.port} DATA=${ROOM}/restored`;
    return this.lab.run(pod, [...variables, place, before, `sh -c ${quote(script)} ${rest}`].join('\n'));
  }

  async facts(pod: string): Promise<Printed> {
    return read(await this.lab.run(pod, this.engine.facts(this.context)));
  }

  /** What a dump's Job asks right before and after it, from another pod. */
  async around(pod: string, host: string): Promise<Printed> {
    return read(await this.job(pod, host, this.engine.around?.(this.context) ?? assert.fail('it asks nothing')));
  }

  /** The findings of a check, and its counts. */
  async check(
    pod: string,
  ): Promise<{ readonly bad: readonly string[]; readonly ok: readonly string[]; readonly counts: Printed }> {
    const text = await this.lab.run(pod, this.engine.check(this.context));
    const lines = text.split('\n');
    const of = (word: string) => lines.filter((line) => line.startsWith(`${word} `));
    return { bad: of('bad'), ok: of('ok'), counts: read(text) };
  }
}

/** The counts among facts. */
export function countsOf(facts: Printed): Printed {
  return Object.fromEntries(Object.entries(facts).filter(([key]) => key.startsWith('count.')));
}

function read(text: string): Printed {
  const pairs = text.split('\n').flatMap((line) => {
    const at = line.indexOf('=');
    return at > 0 && /^[\w.]+$/u.test(line.slice(0, at)) ? [[line.slice(0, at), line.slice(at + 1)] as const] : [];
  });
  return Object.fromEntries(pairs);
}
