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
  const report = await lint({ paths, rules: options.rule, fix: options.fix, ...(stdin && { stdin }) });
  const isMended = stdin !== undefined && options.fix;
  if (isMended) process.stdout.write(report.textOf(report.stdinUri ?? '') ?? stdin.text);
  const told = isMended ? process.stderr : process.stdout;
  told.write(await printed(report, options.format, told));
  if (options.fix && !isMended && options.format === 'text') process.stdout.write(`${report.fixed} mended.\n`);
  process.exitCode = fails(report.findings, options.failOn) ? 1 : 0;
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
