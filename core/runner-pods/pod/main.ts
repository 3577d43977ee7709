// The runner: a program for the two pods that run an operation beside the database.
import { dumpEngineOf } from '../../../engines/dumps.ts';
import { dataOperations, OPERATIONS } from '../../operations/index.ts';
import { runPod } from './run-pod.ts';

void runPod(({ mover, request: { tool } }) => [...OPERATIONS, ...dataOperations({ mover, dumpEngineOf, tool })]).then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
