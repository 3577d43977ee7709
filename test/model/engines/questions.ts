import type { DumpEngine } from '../../../engines/model/dump.ts';
import type { Engine, EngineContext } from '../../../engines/model/engine.ts';
import type { JoiningEngine } from '../../../engines/model/joining.ts';
import type { MembershipEngine } from '../../../engines/model/membership.ts';
import type { StoppingEngine } from '../../../engines/model/stopping.ts';
import type { SwitchingEngine } from '../../../engines/model/switching.ts';
import { quote } from '../../../engines/probes/quote.ts';

/** What a script asks of a member. */
export interface Asked {
  readonly what:
    | 'busy'
    | 'end-sessions'
    | 'flush'
    | 'facts'
    | 'canary'
    | 'standing'
    | 'dump-facts'
    | 'dump-check'
    | 'query'
    | 'switching'
    | 'settings-read'
    | 'settings-write'
    | 'unknown';
  /** Of the runner that sent it; undefined: it came from outside of an operation. */
  readonly epoch: number | undefined;
  /** Of a canary: where it is written through. */
  readonly host?: string;
  /** Of a change of roles: which of the engine's scripts, and since which position it asks. */
  readonly which?: Turn;
  readonly from?: string | undefined;
  /** Of what is kept for replicas: the names. */
  readonly names?: readonly string[];
}

/** The scripts by which members change roles. */
export type Turn =
  | 'facts'
  | 'prepareCandidate'
  | 'preparePrimary'
  | 'unprepare'
  | 'link'
  | 'fence'
  | 'unfence'
  | 'hasEnded'
  | 'promote'
  | 'follow'
  | 'clearLeft'
  | 'release'
  | 'keepAgain';

const GUARD = /-gt (\d+) \]; then echo "plinth: overtaken/u;
const AFTER_GUARD = 'unset plinth_epoch\n';

/** Tells by the engine's own functions which question a script is: nothing of SQL is read. */
export class OrdersQuestions {
  readonly #known: ReadonlyMap<string, Asked['what']>;
  readonly #canary: string;
  readonly #stdin: string;
  /** Sent after a line that says where the server is. */
  readonly #placed: readonly (readonly [string, Asked['what']])[];
  readonly #query: string;
  readonly #turns: readonly (readonly [string, Turn])[];

  constructor(
    engine: Engine,
    stopping: StoppingEngine,
    dump: DumpEngine,
    {
      switching,
      joining,
      membership,
    }: {
      readonly switching: SwitchingEngine;
      readonly joining: JoiningEngine;
      readonly membership: MembershipEngine;
    },
    context: EngineContext,
  ) {
    const turns: readonly (readonly [string | undefined, Turn])[] = [
      [switching.facts(context), 'facts'],
      [switching.prepareCandidate?.(context), 'prepareCandidate'],
      [switching.preparePrimary?.(context), 'preparePrimary'],
      [switching.unprepare?.(context), 'unprepare'],
      [switching.link(context), 'link'],
      [switching.fence.script(context), 'fence'],
      [switching.unfence(context), 'unfence'],
      [switching.hasEnded?.(context), 'hasEnded'],
      [switching.promote(context), 'promote'],
      [switching.follow(context), 'follow'],
      [switching.clearLeft?.(context), 'clearLeft'],
      [membership.release?.(context), 'release'],
      [membership.keepAgain?.(context), 'keepAgain'],
    ];
    this.#turns = turns.flatMap(([text, which]) => (text === undefined ? [] : [[text, which] as const]));
    this.#known = new Map<string, Asked['what']>([
      [stopping.busy(context), 'busy'],
      [stopping.endSessions(context), 'end-sessions'],
      [stopping.flush(context), 'flush'],
      [stopping.facts(context), 'facts'],
      [joining.read(context), 'settings-read'],
      [joining.write(context), 'settings-write'],
    ]);
    this.#placed = [
      [dump.facts(context), 'dump-facts'],
      [dump.check(context), 'dump-check'],
    ];
    this.#query = quote(dump.query?.local(context) ?? '');
    this.#canary = stopping.canary(context);
    this.#stdin = engine.live?.ask(context)?.stdin ?? '';
  }

  read(command: readonly string[], stdin: string): Asked {
    const whole = command[2] ?? '';
    const guard = GUARD.exec(whole)?.[1];
    const epoch = guard === undefined ? undefined : Number(guard);
    const script = guard === undefined ? whole : whole.slice(whole.indexOf(AFTER_GUARD) + AFTER_GUARD.length);
    if (stdin !== '' && stdin === this.#stdin) return { what: 'standing', epoch };
    if (script.endsWith(this.#canary)) {
      const host = /^HOST=(\S*)/u.exec(script)?.[1] ?? '';
      return { what: 'canary', epoch, host };
    }
    const turn = this.#turns.find(([text]) => script === text || script.endsWith(`\n${text}`));
    if (turn !== undefined) {
      const names = /^NAMES='?([^';]*)/u.exec(script)?.[1]?.split(' ') ?? [];
      return { what: 'switching', epoch, which: turn[1], from: /\bFROM=(\S+)/u.exec(script)?.[1], names };
    }
    const placed = this.#placed.find(([text]) => script.endsWith(`export HOST PORT\n${text}`));
    if (placed !== undefined) return { what: placed[1], epoch };
    if (script.includes("PLINTH_QUERY='") && script.includes(this.#query)) return { what: 'query', epoch };
    return { what: this.#known.get(script) ?? 'unknown', epoch };
  }
}
