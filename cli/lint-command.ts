import { Option, type Command } from 'commander';
import { text as readAll } from 'node:stream/consumers';
import { coloursFor } from './colours.ts';
import type { FailOn, LintReport } from './report.ts';
import { UsageError } from './usage-error.ts';

const FORMATS = ['text', 'json', 'sarif', 'github'] as const;

interface LintOptions {
  readonly format: (typeof FORMATS)[number];
  readonly failOn: FailOn;
  readonly rule: readonly string[];
  readonly fix: boolean;
  readonly stdin: boolean;
  readonly stdinFilename?: string;
  /** False: `--no-baseline`. */
  readonly baseline?: string | false;
  readonly writeBaseline: boolean;
}

/** Adds `plinth lint`. What it needs is loaded when it is run. */
export function registerLint(program: Command): void {
  program
    .command('lint')
    .description('lint manifests; exit code 0: clean, 1: findings, 2: cannot run')
    .argument('[path...]', 'files or folders; each folder is one workspace', ['.'])
    .addOption(
      new Option('--format <format>', 'text; JSON; SARIF 2.1.0; annotations of GitHub')
        .choices(FORMATS)
        .default('text'),
    )
    .addOption(
      new Option('--fail-on <severity>', 'the quietest severity that makes the exit code 1')
        .choices(['error', 'warning', 'info', 'never'])
        .default('warning'),
    )
    .option('--rule <rule>', 'only this rule or area (storage/); may be repeated', collect, [])
    .option('--fix', 'mend what can be mended safely, and report what is left', false)
    .option('--stdin', 'lint the text on standard input; with --fix, print it mended', false)
    .option('--stdin-filename <path>', 'the name of that text, for reports and .plinth.yaml')
    .option('--baseline <file>', 'findings that this file knows do not count; default: `baseline` of .plinth.yaml')
    .option('--no-baseline', 'all findings count')
    .option('--write-baseline', 'write what is found now into the baseline', false)
    .action(run);
}

async function run(paths: string[], options: LintOptions): Promise<void> {
  const { lint } = await import('./lint.ts');
  const { fails } = await import('./report.ts');
  if (options.stdinFilename !== undefined && !options.stdin)
    throw new UsageError('--stdin-filename goes with --stdin.');
  const stdin = options.stdin
    ? { text: await readAll(process.stdin), filename: options.stdinFilename ?? 'stdin.yaml' }
    : undefined;
  if (options.baseline === false && options.writeBaseline)
    throw new UsageError('--write-baseline does not go with --no-baseline.');
  const baseline = options.baseline !== false && {
    baseline: { write: options.writeBaseline, ...(options.baseline !== undefined && { file: options.baseline }) },
  };
  const report = await lint({ paths, rules: options.rule, fix: options.fix, ...(stdin && { stdin }), ...baseline });
  const isMended = stdin !== undefined && options.fix;
  if (isMended) process.stdout.write(report.textOf(report.stdinUri ?? '') ?? stdin.text);
  const told = isMended ? process.stderr : process.stdout;
  told.write(await printed(report, options.format, told));
  if (options.fix && !isMended && options.format === 'text') process.stdout.write(`${report.fixed} mended.\n`);
  tellOfBaseline(report, options.writeBaseline);
  process.exitCode = fails(report.findings, options.failOn) ? 1 : 0;
}

/** Beside the report, so that what programs read stays what it is. */
function tellOfBaseline({ baseline }: LintReport, isWritten: boolean): void {
  if (!baseline || (baseline.known === 0 && baseline.gone.length === 0 && !isWritten)) return;
  const { known, gone } = baseline;
  process.stderr.write(
    isWritten
      ? `${String(known)} findings are in the baseline now.\n`
      : `${String(known)} known findings do not count.\n`,
  );
  for (const { file, rule, object, at } of gone)
    process.stderr.write(`Gone: ${rule} ${object} in ${file}${at === '' ? '' : ` at ${at}`}\n`);
  if (gone.length > 0) process.stderr.write('--write-baseline takes what is gone out of the baseline.\n');
}

async function printed(report: LintReport, format: LintOptions['format'], to: NodeJS.WriteStream): Promise<string> {
  switch (format) {
    case 'text':
      return (await import('./format-text.ts')).formatText(report, coloursFor(to));
    case 'json':
      return (await import('./format-json.ts')).formatJson(report);
    case 'sarif':
      return (await import('./format-sarif.ts')).formatSarif(report);
    case 'github':
      return (await import('./format-github.ts')).formatGitHub(report);
  }
}

function collect(value: string, before: readonly string[]): string[] {
  return [...before, ...value.split(',').filter((name) => name !== '')];
}
