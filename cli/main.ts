import { Command, Option } from 'commander';
import { text as readAll } from 'node:stream/consumers';
import packageJson from '../package.json' with { type: 'json' };
import { coloursFor } from './colours.ts';
import { registerDiff } from './diff/register.ts';
import { registerDoctor } from './doctor/register.ts';
import { registerOperations } from './operations/register.ts';
import { registerRbac } from './rbac/register.ts';
import type { FailOn } from './report.ts';
import { UsageError } from './usage-error.ts';

const CANNOT_RUN = 2;

interface LintOptions {
  readonly format: 'text' | 'json';
  readonly failOn: FailOn;
  readonly rule: readonly string[];
  readonly fix: boolean;
  readonly stdin: boolean;
  readonly stdinFilename?: string;
}

// What a command needs is loaded when it is run: `--help` is not to wait for all of it.
const program = new Command('plinth')
  .description('Databases on Kubernetes: finds what puts their data at risk, says why, and mends it.')
  .version(packageJson.version)
  .showHelpAfterError()
  .exitOverride();

program
  .command('lint')
  .description('lint manifests; exit code 0: clean, 1: findings, 2: cannot run')
  .argument('[path...]', 'files or folders; each folder is one workspace', ['.'])
  .addOption(new Option('--format <format>', 'how to print findings').choices(['text', 'json']).default('text'))
  .addOption(
    new Option('--fail-on <severity>', 'the quietest severity that makes the exit code 1')
      .choices(['error', 'warning', 'info', 'never'])
      .default('warning'),
  )
  .option('--rule <rule>', 'only this rule or area (storage/); may be repeated', collect, [])
  .option('--fix', 'mend what can be mended safely, and report what is left', false)
  .option('--stdin', 'lint the text on standard input; with --fix, print it mended', false)
  .option('--stdin-filename <path>', 'the name of that text, for reports and .plinth.yaml')
  .action(async (paths: string[], options: LintOptions) => {
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
    const printed =
      options.format === 'json'
        ? (await import('./format-json.ts')).formatJson(report)
        : (await import('./format-text.ts')).formatText(report, coloursFor(told));
    told.write(printed);
    if (options.fix && !isMended && options.format === 'text') process.stdout.write(`${report.fixed} mended.\n`);
    process.exitCode = fails(report.findings, options.failOn) ? 1 : 0;
  });

registerDiff(program);

program
  .command('rules')
  .description('list the rules')
  .addOption(new Option('--format <format>', 'how to print them').choices(['text', 'json']).default('text'))
  .action(async ({ format }: { format: 'text' | 'json' }) => {
    const { listRules } = await import('./catalogue.ts');
    process.stdout.write(listRules(format, coloursFor(process.stdout)));
  });

program
  .command('explain')
  .description("print a rule's page: what it finds, why, examples, sources")
  .argument('<rule>', 'for example storage/host-path')
  .action(async (rule: string) => {
    const { explain } = await import('./catalogue.ts');
    process.stdout.write(explain(rule));
  });

interface StatusOptions {
  readonly context: readonly string[];
  readonly allContexts: boolean;
  readonly kubeconfig?: string;
  readonly namespace: readonly string[];
  readonly format: 'text' | 'json';
  readonly watch: boolean;
}

program
  .command('status')
  .description(
    'show the databases that run in clusters; exit code 0: all healthy or stopped on purpose, 1: something is not, 2: cannot run',
  )
  .option('--context <name>', 'this context of the kubeconfig; may be repeated; default: the current one', collect, [])
  .option('--all-contexts', 'all contexts of the kubeconfig', false)
  .option('--kubeconfig <file>', 'this kubeconfig in place of those that kubectl reads')
  .option('-n, --namespace <name>', 'only this namespace; may be repeated', collect, [])
  .option('-w, --watch', 'go on, and show every change, until Ctrl+C', false)
  .addOption(new Option('--format <format>', 'how to print it').choices(['text', 'json']).default('text'))
  .action(async (options: StatusOptions) => {
    const { status } = await import('./status.ts');
    const { chooseContexts } = await import('./choose-contexts.ts');
    const choice = { names: options.context, all: options.allContexts, kubeconfig: options.kubeconfig };
    const request = {
      contexts: await chooseContexts(choice),
      namespaces: options.namespace,
      format: options.format,
      watch: options.watch,
    };
    const ended = new Promise<void>((resolve) => {
      process.once('SIGINT', () => resolve());
      process.once('SIGTERM', () => resolve());
      // Whoever reads has gone (`| head`): that is an end, too.
      process.stdout.on('error', () => resolve());
    });
    process.exitCode = await status(request, {
      write: (text) => process.stdout.write(text),
      colors: coloursFor(process.stdout),
      terminal: process.stdout.isTTY,
      ended,
    });
  });

registerOperations(program);
registerRbac(program);
registerDoctor(program);

function collect(value: string, before: readonly string[]): string[] {
  return [...before, ...value.split(',').filter((name) => name !== '')];
}

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = exitCodeOf(error);
}

/** Tells what could not run; an unexpected fault with its stack, so that it can be reported. */
function exitCodeOf(error: unknown): number {
  if (error instanceof UsageError) {
    process.stderr.write(`plinth: ${error.message}\n`);
    return CANNOT_RUN;
  }
  if (error instanceof Error && 'exitCode' in error && typeof error.exitCode === 'number') {
    // Commander has printed its message already; help and version are no errors.
    return error.exitCode === 0 ? 0 : CANNOT_RUN;
  }
  process.stderr.write(`plinth: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return CANNOT_RUN;
}
