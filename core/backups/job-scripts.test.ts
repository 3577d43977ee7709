import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { dumpingScript, MEETING } from './job-scripts.ts';

const isWindows = process.platform === 'win32';

(isWindows ? describe.skip : describe)('the engine’s side of a dump', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'plinth-meeting-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs it with a reader that writes down what comes, and gives what it told the mover. */
  function run(dump: string, around: string | undefined, ask?: string) {
    const script = dumpingScript('').replaceAll(MEETING, folder);
    const reader = `( while [ ! -p ${folder}/stream ]; do sleep 0.05; done; cat ${folder}/stream > ${folder}/got ) &`;
    const env = {
      ...process.env,
      PLINTH_SCRIPT: dump,
      PLINTH_FACTS: 'version=16.4\nposition.start=0/1',
      COUNTER: path.join(folder, 'counter'),
      ...(around !== undefined && { PLINTH_AROUND: around }),
      ...(ask !== undefined && { PLINTH_ASK: ask, PLINTH_QUERY: 'SELECT 1' }),
    };
    const { status } = spawnSync('sh', ['-c', `${reader}\n${script}`], { env, encoding: 'utf8', timeout: 20_000 });
    const told = (name: string): string => readFileSync(path.join(folder, name), 'utf8').trimEnd();
    return { status, facts: told('facts').split('\n'), told: told('status') };
  }

  /** Each time that it is asked, one more has been written. */
  const COUNT =
    'n=$(cat "$COUNTER" 2>/dev/null || echo 7); echo $((n + 1)) > "$COUNTER"; printf "version=x\\nposition=0/%s\\ncount.rows=%s\\nbusy=no\\n" "$n" "$n"';

  it('tells positions and counts from before and from after it, and the version as it is now', () => {
    const { status, facts, told } = run('echo data', COUNT);
    assert.deepEqual([status, told], [0, '0']);
    assert.deepEqual(facts, [
      'version=16.4',
      'position.start=0/1',
      'version=x',
      'position.start=0/7',
      'count.rows=7',
      'position.end=0/8',
      'countAfter.rows=8',
    ]);
  });

  for (const [what, around] of [
    ['cannot be counted', 'echo count.rows=1; exit 1'],
    ['cannot be counted after it', `[ ! -e "$COUNTER" ] || exit 1\n${COUNT}`],
    ['is not counted at all', undefined],
  ] as const)
    it(`where it ${what}, tells no count, and is whole all the same`, () => {
      const { status, facts, told } = run('echo data', around);
      assert.deepEqual([status, told], [0, '0']);
      assert.deepEqual(facts, ['version=16.4', 'position.start=0/1']);
    });

  it('tells the fingerprints of a query’s answers, not the answers', () => {
    const { facts } = run('echo data', undefined, 'echo "for nobody: $PLINTH_QUERY"; echo');
    const mark = createHash('sha256').update('for nobody: SELECT 1').digest('hex');
    const told = ['query.text=SELECT 1', 'query.database=', `query.before=${mark}`, `query.after=${mark}`];
    assert.deepEqual(facts.slice(-4), told);
    assert.ok(!facts.join().includes('for nobody'));
  });

  it('tells no fingerprint of a query that failed', () => {
    const { status, facts } = run('echo data', undefined, 'echo half; exit 1');
    assert.equal(status, 0);
    assert.ok(!facts.some((line) => /^query\.(before|after)=/u.test(line)), facts.join());
  });

  it('that breaks off ends with its own exit code', () => {
    const { status, told } = run('echo data; exit 3', COUNT);
    assert.deepEqual([status, told], [3, '3']);
  });
});
