import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';
import { VERDICT_FILE } from '../../host/verdict.ts';
import type { HostTest, Verdict } from '../../host/verdict.ts';

const TEST_TIMEOUT_MS = 20_000;

function recorded(runner: Mocha.Runner): HostTest[] {
  const tests: HostTest[] = [];
  const title = (test: Mocha.Runnable): string => test.titlePath().join(' › ');
  runner.on('pass', (test) => tests.push({ title: title(test), state: 'passed' }));
  runner.on('pending', (test) => tests.push({ title: title(test), state: 'pending' }));
  runner.on('fail', (test, error) => {
    const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
    tests.push({ title: title(test), state: 'failed', error: why });
  });
  return tests;
}

/** Called by VS Code inside the extension host: runs the tests and writes the verdict. */
export async function run(): Promise<void> {
  const file = process.env[VERDICT_FILE];
  if (file === undefined) throw new Error(`${VERDICT_FILE} names no file`);
  const mocha = new Mocha({ ui: 'bdd', timeout: TEST_TIMEOUT_MS, reporter: 'min' });
  // The bundle holds the tests, so mocha loads no files: it only lends its functions while they are evaluated.
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  await import('./activation.ts');
  await import('./language.ts');
  await import('./snippets.ts');
  const failures = await new Promise<number>((resolve) => {
    const runner = mocha.run((count) => {
      writeFileSync(file, JSON.stringify({ tests } satisfies Verdict));
      resolve(count);
    });
    const tests = recorded(runner);
  });
  if (failures > 0) throw new Error(`${failures} tests failed`);
}
