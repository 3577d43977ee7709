import { UnreadableAnswer } from '../model/live.ts';
import type { Json } from '../model/object.ts';
import { valueAt } from '../model/object.ts';

/** A cursor over a JSON answer that a client printed. It never throws: what is not there, or of another kind, is undefined. */
export class Printed {
  readonly value: Json | undefined;

  constructor(value: Json | undefined) {
    this.value = value;
  }

  at(...steps: readonly (string | number)[]): Printed {
    return new Printed(valueAt(this.value, steps));
  }

  /** The text here; undefined for an empty one. */
  text(): string | undefined {
    return typeof this.value === 'string' && this.value !== '' ? this.value : undefined;
  }

  /** The number here, also where it is printed as text. */
  number(): number | undefined {
    return typeof this.value === 'number' ? this.value : numberOf(this.text());
  }

  flag(): boolean | undefined {
    return typeof this.value === 'boolean' ? this.value : undefined;
  }

  items(): Printed[] {
    return Array.isArray(this.value) ? (this.value as readonly Json[]).map((item) => new Printed(item)) : [];
  }

  /** The map's entries. */
  entries(): [key: string, value: Printed][] {
    const { value } = this;
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return [];
    return Object.entries(value).map(([key, item]) => [key, new Printed(item)]);
  }
}

/** A decimal number in a text; undefined for anything else. */
export function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^-?\d+(?:\.\d+)?$/u.test(text) ? Number(text) : undefined;
}

/** The JSON object that a client printed as a line of its own among other lines; throws {@link UnreadableAnswer}. */
export function readJsonLine(output: string): Printed {
  const line = output.split('\n').find((one) => one.startsWith('{'));
  if (line === undefined) throw new UnreadableAnswer(`the client printed no answer (${output.length} characters)`);
  try {
    return new Printed(JSON.parse(line) as Json);
  } catch {
    throw new UnreadableAnswer(`the client printed JSON that breaks off (${line.length} characters)`);
  }
}
