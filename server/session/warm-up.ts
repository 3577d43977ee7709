import { Linter } from '../linter/linter.ts';
import { RuleSet } from '../rules/index.ts';
import { SourceFile } from '../documents/index.ts';
import { Workspace } from '../workspace/workspace.ts';
import type { Session } from './session.ts';

/** Long enough for what the client sends right after `initialized` to come first. */
const WAIT_MS = 50;

const SAMPLE = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: sample
spec:
  selector: {matchLabels: {app: sample}}
  template:
    metadata: {labels: {app: sample}}
    spec:
      containers:
        - name: sample
          image: postgres:16
          env:
            - {name: POSTGRES_DB, value: "sample"}
          volumeMounts:
            - {name: data, mountPath: /var/lib/postgresql/data}
      volumes:
        - name: data
          emptyDir: {}
`;

/**
 * Lints a small manifest of our own while nobody waits, unless a document has come already: the parser and the rules are compiled by
 * the time the first document is opened.
 */
export function warmUp({ documents, runner }: Session): void {
  setTimeout(() => {
    if ([...documents.all()].length > 0) return;
    runner.run('warm-up', () => {
      const workspace = new Workspace('/sample');
      workspace.set(SourceFile.open('/sample/sample.yaml', SAMPLE));
      new Linter(workspace, new RuleSet()).findings('/sample/sample.yaml');
    });
  }, WAIT_MS);
}
