// Mocha's dots, and beside them the counts in the file that PLINTH_COUNTS names.
import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

/** Where the counts go. */
const FILE = process.env.PLINTH_COUNTS;

const { dot: Dot, spec: Spec } = Mocha.reporters;
const Shown = process.env.PLINTH_REPORTER === 'spec' ? Spec : Dot;

export default class Counting extends Shown {
  constructor(runner, options) {
    super(runner, options);
    const counts = { passed: 0, failed: 0, skipped: [] };
    runner.on('pass', () => (counts.passed += 1));
    runner.on('fail', () => (counts.failed += 1));
    runner.on('pending', (test) => counts.skipped.push(test.fullTitle()));
    runner.once('end', () => FILE !== undefined && writeFileSync(FILE, JSON.stringify(counts)));
  }
}
