import { eventData } from './event-lines.ts';
import type { Teller } from './teller.ts';

/** Tells machines: one JSON object in a line, as docs/cli.md describes them. `id`: the operation's. */
export function tellJson(id: string, write: (text: string) => void, now: () => number = Date.now): Teller {
  const line = (data: Readonly<Record<string, unknown>> | undefined): void => {
    if (data !== undefined) write(`${JSON.stringify(data)}\n`);
  };
  return {
    plan: (plan, refusals) => {
      line({ type: 'plan', at: now(), id, plan: { ...plan, refusals } });
    },
    begin: () => undefined,
    event: (event) => {
      line(eventData(event, now()));
    },
    say: (type, text, more = {}) => {
      line({ type, at: now(), id, text, ...more });
    },
    end: (record, code) => {
      line({ type: 'end', at: now(), id, code, record });
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  };
}
