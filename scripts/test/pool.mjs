// Files of tests side by side: those of the practice cluster wait most of the time.
import { runStage } from './run-stage.mjs';

const add = (sum, { passed, failed, skipped, failures, again = [] }) => ({
  passed: sum.passed + passed,
  failed: sum.failed + failed,
  skipped: [...sum.skipped, ...skipped],
  failures: [...sum.failures, ...failures],
  again: [...sum.again, ...again],
});

/** The files of a stage, each as a stage of its own; one of a program, or that is `whole`, as it is. */
function piecesOf(stage) {
  if (stage.specs === undefined || stage.whole) return [{ stage, file: stage.name, one: stage }];
  return stage.specs.map((file) => ({
    stage,
    file,
    one: { ...stage, name: `${stage.name} ${file.split('/').slice(2).join('/')}`, specs: [file] },
  }));
}

/** The pieces of all stages, those that take longest first: the others fill what is left. */
function piecesOfAll(stages, longest) {
  const rank = (file) => {
    const index = longest.findIndex((part) => file.includes(part));
    return index < 0 ? longest.length : index;
  };
  return stages.flatMap(piecesOf).sort((a, b) => rank(a.file) - rank(b.file));
}

/**
 * Runs the stages' files, `jobs` at a time. `onEnd` gets a stage with what was counted and printed, and its seconds, as soon as its last file
 * has ended. Gives the seconds of each file.
 */
export async function runPool(stages, { jobs, longest, env, patience, onEnd }) {
  const waiting = piecesOfAll(stages, longest);
  const nothing = { passed: 0, failed: 0, skipped: [], failures: [], again: [] };
  const open = new Map(
    stages.map((stage) => [stage, { left: piecesOf(stage).length, sum: nothing, printed: [], took: 0 }]),
  );
  const seconds = [];
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { stage, file, one } = next;
      const since = performance.now();
      const own = open.get(stage);
      const counts = await runStage(one, env, patience, (text) => own.printed.push(text));
      const took = (performance.now() - since) / 1000;
      own.sum = add(own.sum, counts);
      own.took += took;
      own.left -= 1;
      seconds.push({ file, seconds: took });
      if (own.left === 0) onEnd(stage, own.sum, own.printed.join('\n'), own.took);
    }
  };
  await Promise.all(Array.from({ length: jobs }, work));
  return seconds.sort((a, b) => b.seconds - a.seconds);
}
