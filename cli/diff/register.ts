import { Option, type Command } from 'commander';
import { coloursFor } from '../colours.ts';
import type { FailOn } from '../report.ts';

interface DiffOptions {
  readonly base: string;
  readonly format: 'text' | 'json' | 'markdown' | 'github';
  readonly failOn: FailOn;
}

/** Adds `plinth diff`. What it needs is loaded when it is run. */
export function registerDiff(program: Command): void {
  program
    .command('diff')
    .description(
      'say what applying the changes since a revision would do to each database; exit code 0: nothing that endangers data, 1: something does, 2: cannot run',
    )
    .argument('[path...]', 'files or folders; each folder is one workspace', ['.'])
    .option('--base <revision>', 'the revision of git to compare with, for example origin/main', 'HEAD')
    .addOption(
      new Option('--format <format>', 'text; JSON; Markdown for a comment; annotations of GitHub')
        .choices(['text', 'json', 'markdown', 'github'])
        .default('text'),
    )
    .addOption(
      new Option('--fail-on <severity>', 'the quietest severity that makes the exit code 1')
        .choices(['error', 'warning', 'info', 'never'])
        .default('warning'),
    )
    .action(async (paths: string[], { base, format, failOn }: DiffOptions) => {
      const { diff } = await import('./diff.ts');
      const { fails } = await import('../report.ts');
      const report = await diff({ paths, base });
      switch (format) {
        case 'text':
          process.stdout.write((await import('./format-text.ts')).formatDiff(report, coloursFor(process.stdout)));
          break;
        case 'json':
          process.stdout.write((await import('./format-json.ts')).formatDiffJson(report));
          break;
        case 'markdown':
          process.stdout.write((await import('./format-markdown.ts')).formatMarkdown(report));
          break;
        case 'github':
          process.stdout.write((await import('./format-github.ts')).formatGitHub(report));
      }
      const findings = report.comparisons.flatMap((one) => one.findings);
      process.exitCode = fails(findings, failOn) ? 1 : 0;
    });
}
