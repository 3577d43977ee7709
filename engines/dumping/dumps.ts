import { readOptions } from '../clients/read.ts';
import type { OptionWord } from '../clients/read.ts';
import type { CallWord } from '../configuration/calls.ts';
import type { DumpTool } from '../model/dump-tool.ts';
import type { Pod } from '../model/workload.ts';
import { backupSteps } from './backup-steps.ts';
import type { BackupStep } from './backup-steps.ts';
import { isCarrier } from './carriers.ts';
import { dumpToolOf } from './tools.ts';

/** A dump that a job runs. */
export interface Dump {
  readonly step: BackupStep;
  readonly tool: DumpTool;
  readonly options: readonly OptionWord[];
  /** Words that belong to no option: names of databases. */
  readonly others: readonly CallWord[];
  readonly output: Output;
}

/** Where a dump goes. `log`: to the container's log. `away`: a program at the end of the pipe takes it. `unknown`: a program that nobody knows does. */
export type Output =
  { readonly kind: 'file'; readonly path: CallWord } | { readonly kind: 'log' | 'away' | 'unknown' | 'nowhere' };

/** Programs of a pipe that hand on what they read. */
const FILTERS: ReadonlySet<string> = new Set(
  'gzip pigz bzip2 pbzip2 xz lz4 zstd lzop brotli cat pv sed awk gawk tr grep openssl gpg gpg2 age tee buffer mbuffer dd'.split(
    ' ',
  ),
);

/** Options of filters that name a file to write. */
const WRITES: Readonly<Record<string, readonly string[]>> = {
  openssl: ['-out'],
  gpg: ['-o', '--output'],
  gpg2: ['-o', '--output'],
  age: ['-o', '--output'],
  zstd: ['-o'],
};

/** All dumps that a pod's containers run; read once. */
export function dumpsOf(pod: Pod): readonly Dump[] {
  const known = dumpsByPod.get(pod);
  if (known !== undefined) return known;
  const dumps = pod.containers.flatMap((container) => {
    const steps = backupSteps(container);
    return steps.flatMap((step) => dumpOf(step, steps) ?? []);
  });
  dumpsByPod.set(pod, dumps);
  return dumps;
}

const dumpsByPod = new WeakMap<Pod, readonly Dump[]>();

function dumpOf(step: BackupStep, steps: readonly BackupStep[]): Dump | undefined {
  const tool = dumpToolOf(step.program);
  if (tool === undefined) return undefined;
  const { options, others } = readOptions(step.words, tool);
  const has = (names: readonly string[]) => options.some(({ name }) => names.includes(name));
  if (tool.dumpsBy !== undefined && !has(tool.dumpsBy)) return undefined;
  // It only tells of itself.
  if (has(['version', 'help', '?']) || (step.words.length === 1 && has(['V']))) return undefined;
  return { step, tool, options, others, output: outputOf(step, tool, options, steps) };
}

function outputOf(
  step: BackupStep,
  tool: DumpTool,
  options: readonly OptionWord[],
  steps: readonly BackupStep[],
): Output {
  if (!step.shellHere) return { kind: 'unknown' };
  const named = options.find(({ name, value }) => tool.output.includes(name) && value !== undefined)?.value;
  if (named !== undefined && named.value !== '-' && !/^\/dev\/(?:stdout|fd\/1)$/u.test(named.value))
    return step.elsewhere ? { kind: 'unknown' } : fileAt(named);
  const writesBare = named === undefined && !options.some(({ name }) => tool.output.includes(name));
  if (writesBare && tool.defaultOutput !== undefined && !step.elsewhere)
    return { kind: 'file', path: { value: tool.defaultOutput, source: step.source } };
  const { pipe } = step.step;
  const after =
    pipe === undefined
      ? []
      : steps.filter(
          (one) =>
            one.step.pipe?.number === pipe.number && one.script === step.script && one.step.pipe.index > pipe.index,
        );
  const isLast = pipe === undefined || pipe.index === pipe.length - 1;
  if (!isLast && after.length > 0) return throughPipe(after);
  const [file] = step.writesTo;
  if (file !== undefined) return fileAt(file);
  // `exec > file` moves the output of all that follows.
  const isMoved =
    step.step.captured ||
    steps.some(({ words, program, writesTo }) => program === undefined && words.length === 0 && writesTo.length > 0);
  return { kind: isMoved ? 'unknown' : 'log' };
}

function throughPipe(after: readonly BackupStep[]): Output {
  for (const { program = '', words } of after) {
    if (program === 'tee' || program === 'dd') {
      const file = words.find(({ value }) => (program === 'dd' ? value.startsWith('of=') : !value.startsWith('-')));
      if (file !== undefined) return fileAt(program === 'dd' ? { ...file, value: file.value.slice(3) } : file);
    }
    const at = words.findIndex(({ value }) => WRITES[program]?.includes(value));
    const written = at < 0 ? undefined : words[at + 1];
    if (written !== undefined) return fileAt(written);
    if (isCarrier(program)) return { kind: 'away' };
    if (!FILTERS.has(program)) return { kind: 'unknown' };
  }
  const [file] = after.at(-1)?.writesTo ?? [];
  return file === undefined ? { kind: 'log' } : fileAt(file);
}

function fileAt(path: CallWord): Output {
  if (path.value === '/dev/null') return { kind: 'nowhere' };
  if (/^\/dev\/(?:stdout|stderr|fd\/)|^\/proc\/1\/fd/u.test(path.value)) return { kind: 'log' };
  // `>(aws s3 cp - …)` and other things that are no path.
  if (path.value.startsWith('>(')) return { kind: 'away' };
  return { kind: 'file', path };
}

/** A word that is nothing but a variable whose name speaks of options: `$MYSQLDUMP_OPTS`, `"$@"`. Any option may be in it. */
export function mayHoldOptions({ step }: Dump): boolean {
  return step.step.words.some(({ text }) =>
    /^\$(?:[@*]|\{[@*]\}|\{?\w*(?:OPTS?|OPTIONS?|ARGS|ARGUMENTS|FLAGS|PARAMS|PARAMETERS|EXTRA)\}?$)/iu.test(text),
  );
}

/** Programs that give a file another name, or put it elsewhere. */
const MOVERS: ReadonlySet<string> = new Set(['mv', 'cp', 'install', 'rsync']);
/** Programs that put a compressed file in the place of a plain one, with the ending that they add. */
const ENDINGS: Readonly<Record<string, string>> = {
  gzip: '.gz',
  pigz: '.gz',
  bzip2: '.bz2',
  xz: '.xz',
  zstd: '.zst',
  lz4: '.lz4',
};

/** The path at which a dump lies when all is done: `mv a.part a` gives it another one, `gzip a` another ending. Undefined where it is written to no file. */
export function finalPath({ step, output }: Dump): CallWord | undefined {
  if (output.kind !== 'file') return undefined;
  let path = output.path;
  const steps = backupSteps(step.container);
  for (const { program = '', words } of steps.slice(steps.indexOf(step) + 1)) {
    const plain = words.filter(({ value }) => !value.startsWith('-'));
    const [from, to] = plain;
    if (MOVERS.has(program) && plain.length === 2 && from?.value === path.value && to !== undefined) {
      const name = path.value.slice(path.value.lastIndexOf('/') + 1);
      path = to.value.endsWith('/') ? { ...to, value: to.value + name } : to;
    } else if (ENDINGS[program] !== undefined && plain.some(({ value }) => value === path.value)) {
      path = { ...path, value: path.value + (ENDINGS[program] ?? '') };
    }
  }
  return path;
}
