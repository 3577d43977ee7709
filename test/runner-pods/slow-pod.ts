// The entry of a runner that knows the slow operation alone.
import { runPod } from '../../core/runner-pods/pod/run-pod.ts';
import { slowOperation } from './slow-operation.ts';

void runPod(() => [slowOperation]).then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exit(1);
  },
);
