import { Command, Option } from 'commander';
import packageJson from '../package.json' with { type: 'json' };
import { coloursFor } from './colours.ts';
import { registerDiff } from './diff/register.ts';
import { registerDoctor } from './doctor/register.ts';
import { registerDryRun } from './dry-run/register.ts';
import { registerOperations } from './operations/register.ts';
import { registerRbac } from './rbac/register.ts';
import { registerLint } from './lint-command.ts';
import { UsageError } from './usage-error.ts';

const CANNOT_RUN = 2;

// What a command needs is loaded when it is run: `--help` is not to wait for all of it.
const program = new Command('plinth')
  .description('Databases on Kubernetes: finds what puts their data at risk, says why, and mends it.')
  .version(packageJson.version)
  .showHelpAfterError()
  .exitOverride();

registerLint(program);
registerDiff(program);
registerDryRun(program);

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
