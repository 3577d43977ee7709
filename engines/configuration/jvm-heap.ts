import type { Source } from '../model/field.ts';
import { isUnknown } from '../model/object.ts';
import type { Replacement, Reserved } from '../model/resources.ts';
import type { Container } from '../model/workload.ts';
import { readVariable } from './environment.ts';
import { GIB, inMebibytes, KIB, MIB, readSize } from './sizes.ts';
import type { SizeFormat } from './sizes.ts';

/** https://docs.oracle.com/en/java/javase/21/docs/specs/man/java.html (-Xmx) */
export const JVM_SIZE: SizeFormat = {
  plain: 1,
  units: { k: KIB, m: MIB, g: GIB, t: GIB * KIB },
  write: (bytes) => `${inMebibytes(bytes)}m`,
};

/** The largest heap that options of a JVM in this text allow; the last one counts. `-Xms` goes along when the size is changed. */
export function heapOf(text: string, source: Source): Reserved | undefined {
  if (isUnknown(text)) return undefined;
  const offset = source.span?.[0] ?? 0;
  const options = [...text.matchAll(/-Xm([sx])(\d+[kKmMgGtT]?)\b/gu)].flatMap((match) => {
    const [option, letter = '', size = ''] = match;
    const line = text.slice(text.lastIndexOf('\n', match.index) + 1, match.index);
    const end = offset + match.index + option.length;
    return /^\s*#/u.test(line)
      ? []
      : [{ letter, size, source: { ...source, span: [end - size.length, end] as const } }];
  });
  const most = options.findLast(({ letter }) => letter === 'x');
  const bytes = most === undefined ? undefined : readSize(most.size, JVM_SIZE);
  if (most === undefined || bytes === undefined) return undefined;
  const resized = (wanted: number): Replacement[] =>
    options
      .filter(({ letter, size }) => letter === 'x' || (readSize(size, JVM_SIZE) ?? 0) > wanted)
      .map((option) => ({ source: option.source, text: JVM_SIZE.write(wanted) }))
      // From the end, so that the places before stay where they are.
      .reverse();
  return { name: '-Xmx', text: most.size, bytes, source: most.source, resized };
}

/** The heap that the first of these variables with such options allows. */
export function heapOfVariables(container: Container, names: readonly string[]): Reserved | undefined {
  for (const name of names) {
    const found = readVariable(container, name);
    const heap = found?.state === 'known' ? heapOf(found.value, found.variable.source) : undefined;
    if (heap !== undefined) return heap;
  }
  return undefined;
}

/** The heap that option files in sight allow; the last file counts, as they are read by name. */
export function heapOfFiles({ files }: Container, pattern: RegExp): Reserved | undefined {
  const chosen = files.filter(({ path }) => pattern.test(path)).sort((a, b) => a.path.localeCompare(b.path));
  return chosen.map(({ text, source }) => heapOf(text, source)).findLast((heap) => heap !== undefined);
}
