const NEWLINE = 10;

/**
 * Splits a stream of bytes into its lines, without their ends. What comes after the last line's end is told only when the stream ends by
 * itself. A line may be of any length up to `largest` bytes, and costs no more than its length.
 */
export async function* linesOf(stream: AsyncIterable<Buffer>, largest: number): AsyncGenerator<string, void, void> {
  let parts: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, from)) {
      parts.push(chunk.subarray(from, end));
      yield text(parts);
      parts = [];
      size = 0;
      from = end + 1;
    }
    if (from === chunk.length) continue;
    parts.push(chunk.subarray(from));
    size += chunk.length - from;
    if (size > largest) throw new RangeError(`A line is longer than ${largest} bytes.`);
  }
  if (parts.length > 0) yield text(parts);
}

/** Decodes only whole lines, because a character may be cut between two chunks. */
function text(parts: readonly Buffer[]): string {
  const [first] = parts;
  return (parts.length === 1 && first !== undefined ? first : Buffer.concat(parts)).toString('utf8');
}
