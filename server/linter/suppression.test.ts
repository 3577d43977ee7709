import assert from 'node:assert/strict';
import { allFindings, linterOf } from '../../test/support/workspace.ts';

const RULE = 'storage/ephemeral-data';

/** A database on an emptyDir, with lines put before the place of its finding, at its head, or behind the place. */
function manifest({
  head = '',
  before = '',
  behind = '',
}: {
  head?: string;
  before?: string;
  behind?: string;
}): string {
  return `${head}apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      containers:
        - name: db
          image: postgres:16
          volumeMounts:
            - name: data
              mountPath: /var/lib/postgresql/data
      volumes:
        - name: data
${before}          emptyDir: {}${behind}
`;
}

function told(text: string, rules: readonly (typeof RULE | 'storage/host-path')[] = [RULE]): string[] {
  return allFindings(linterOf({ 'db.yaml': text }, rules)).map(({ rule, range }) => `${rule} ${range.start.line + 1}`);
}

describe('suppressions', () => {
  it('the finding is there without one', () => {
    assert.deepEqual(told(manifest({})), [`${RULE} 16`]);
  });

  const covering: readonly [name: string, text: string][] = [
    ['on the line before', manifest({ before: `          # plinth-ignore ${RULE} -- a test fixture\n` })],
    ['behind the place', manifest({ behind: ` # plinth-ignore ${RULE} -- a test fixture` })],
    ['at the head of the document', manifest({ head: `# plinth-ignore ${RULE} -- a test fixture\n` })],
    ['at the head, behind the border', `---\n${manifest({ head: `# plinth-ignore ${RULE} -- a test fixture\n` })}`],
    [
      'among other comments',
      manifest({ before: `          # plinth-ignore ${RULE} -- a test fixture\n\n          # see the README\n` }),
    ],
    [
      'with a colon, the field being used to it',
      manifest({ before: `          # plinth-ignore: ${RULE} -- a test fixture\n` }),
    ],
  ];
  for (const [name, text] of covering) it(`cover a finding ${name}`, () => assert.deepEqual(told(text), []));

  it('of several rules are one comment', () => {
    const before = `          # plinth-ignore storage/host-path, ${RULE} -- a test fixture\n`;
    assert.deepEqual(told(manifest({ before }), [RULE, 'storage/host-path']), []);
  });

  it('cover nothing without a reason, and say so', () => {
    assert.deepEqual(told(manifest({ before: `          # plinth-ignore ${RULE}\n` })), [
      'suppress/no-reason 16',
      `${RULE} 17`,
    ]);
    assert.deepEqual(told(manifest({ before: '          # plinth-ignore -- because\n' })), [
      'suppress/no-reason 16',
      `${RULE} 17`,
    ]);
  });

  it('cover no other rule, line or document', () => {
    assert.deepEqual(told(manifest({ before: '          # plinth-ignore storage/host-path -- no\n' })), [`${RULE} 17`]);
    const elsewhere = manifest({}).replace('spec:\n  template', `# plinth-ignore ${RULE} -- no\nspec:\n  template`);
    assert.deepEqual(told(elsewhere), ['suppress/unused 5', `${RULE} 17`]);
    const two = `# plinth-ignore ${RULE} -- only the first\n${manifest({})}---\n${manifest({})}`;
    assert.deepEqual(told(two), [`${RULE} 34`]);
  });

  it('that suppress nothing are reported, but not while their rule is not running', () => {
    const sound = manifest({ before: `          # plinth-ignore ${RULE} -- gone\n` }).replace(
      'emptyDir: {}',
      'persistentVolumeClaim: { claimName: db }',
    );
    assert.deepEqual(told(sound), ['suppress/unused 16']);
    assert.deepEqual(told(sound, ['storage/host-path']), []);
  });

  it('of a rule that does not exist are reported', () => {
    assert.deepEqual(told(manifest({ before: '          # plinth-ignore storage/nope -- why\n' })), [
      'suppress/unused 16',
      `${RULE} 17`,
    ]);
  });
});
