// Mocha's dots, and beside them the counts and the slowest tests in the file that PLINTH_COUNTS names.
import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

/** Where the counts go. */
const FILE = process.env.PLINTH_COUNTS;

/** Tests and hooks that are kept with their times: where a stage takes long, they say where. */
const MOST = 10;

/** Lines and characters of a failure that are kept: what was expected and what came stands below its first line. */
const LINES = 24;
const CHARACTERS = 1500;

/** A failure as it stands at the end of the output. */
function told(test, error) {
  const causes = [];
  for (let one = error; one !== undefined && one !== null; one = one.cause) causes.push(String(one.message ?? one));
  const text = `${test.fullTitle()}: ${causes.join('\nbecause: ')}`;
  return text.split('\n').slice(0, LINES).join('\n').slice(0, CHARACTERS);
}

const { dot: Dot, spec: Spec } = Mocha.reporters;
const Shown = process.env.PLINTH_REPORTER === 'spec' ? Spec : Dot;

export default class Counting extends Shown {
  constructor(runner, options) {
    super(runner, options);
    const counts = { passed: 0, failed: 0, skipped: [], failures: [], files: [], slowest: [] };
    const took = ({ duration = 0, title, parent, file }) => {
      counts.slowest.push({ seconds: duration / 1000, title: `${parent?.fullTitle() ?? file ?? ''} › ${title}` });
      counts.slowest.sort((a, b) => b.seconds - a.seconds).splice(MOST);
    };
    runner.on('hook end', took);
    runner.on('test end', took);
    runner.on('pass', () => (counts.passed += 1));
    runner.on('fail', (test, error) => {
      counts.failed += 1;
      counts.failures.push(told(test, error));
      if (test.file !== undefined && !counts.files.includes(test.file)) counts.files.push(test.file);
    });
    runner.on('pending', (test) => counts.skipped.push(test.fullTitle()));
    runner.once('end', () => FILE !== undefined && writeFileSync(FILE, JSON.stringify(counts)));
  }
}
