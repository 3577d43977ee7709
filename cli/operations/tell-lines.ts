import type { Paper } from './list.ts';
import { endText, eventText } from './event-lines.ts';
import { formatPlan } from './plan-text.ts';
import type { Teller } from './teller.ts';

/** Tells people line by line: for pipes, logs and terminals that draw nothing. */
export function tellLines({ write, colors }: Paper): Teller {
  const line = (text: string | undefined): void => {
    if (text !== undefined) write(`${text}\n`);
  };
  return {
    plan: (document, refusals) => {
      write(formatPlan(document, refusals, colors));
    },
    begin: () => undefined,
    event: (event) => {
      line(eventText(event));
    },
    say: (_, text) => {
      line(text);
    },
    end: (record) => {
      line(endText(record));
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  };
}
