/** One answer of one member: when it was given, in milliseconds, and whether it accepted writes. */
export interface Sample {
  readonly member: string;
  readonly time: number;
  readonly writable: boolean;
}

interface Span {
  readonly member: string;
  readonly from: number;
  readonly to: number;
}

/** Reads lines of «member time state», times in seconds; a state other than `rw`, or none, accepts no writes. */
export function readSamples(text: string): Sample[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [member = '', time = '', state = ''] = line.split(' ');
      return { member, time: Number(time) * 1000, writable: state === 'rw' };
    });
}

/** The times during which a member accepted writes for certain: from the first answer that says so to the last one. */
function spansOf(member: string, samples: readonly Sample[]): Span[] {
  const spans: Span[] = [];
  let from: number | undefined;
  let to = 0;
  const close = (): void => {
    if (from !== undefined) spans.push({ member, from, to });
    from = undefined;
  };
  for (const sample of samples) {
    if (!sample.writable) close();
    else {
      from ??= sample.time;
      to = sample.time;
    }
  }
  close();
  return spans;
}

/** Where two members accepted writes at the same time, in words. */
export function twoWriters(samples: readonly Sample[]): string[] {
  const members = [...new Set(samples.map(({ member }) => member))];
  const spans = members.flatMap((member) =>
    spansOf(
      member,
      samples.filter((sample) => sample.member === member),
    ),
  );
  return spans.flatMap((one, index) =>
    spans
      .slice(index + 1)
      .filter((other) => other.member !== one.member && other.from <= one.to && one.from <= other.to)
      .map((other) => {
        const from = Math.max(one.from, other.from);
        const length = Math.round(Math.min(one.to, other.to) - from);
        return `${one.member} and ${other.member} for ${length} ms from ${new Date(from).toISOString()}`;
      }),
  );
}

/** The longest time between two acknowledged writes, in milliseconds. */
export function longestGap(times: readonly number[]): number {
  return Math.max(0, ...times.slice(1).map((time, index) => time - (times[index] ?? time)));
}
