import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import type { OnInterrupt } from './watch-over.ts';

/** Asks the person at the terminal. Ctrl-C and Ctrl-D are an empty answer. */
export async function ask(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  // Without this, the question would never be answered.
  lines.on('SIGINT', () => {
    lines.close();
  });
  const closed = once(lines, 'close').then(() => '');
  try {
    return await Promise.race([lines.question(question), closed]);
  } finally {
    lines.close();
  }
}

/** Calls back at every Ctrl-C or SIGTERM, until it is ended. */
export const onInterrupt: OnInterrupt = (listener) => {
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.on(signal, listener);
  return () => {
    for (const signal of signals) process.off(signal, listener);
  };
};
