import assert from 'node:assert/strict';
import { holdsAll } from './gtid.ts';

const A = '3e11fa47-71ca-11e1-9e33-c80aa9429562';
const B = '4e11fa47-71ca-11e1-9e33-c80aa9429562';

describe('GTID sets', () => {
  const cases: readonly (readonly [whole: string, part: string, holds: boolean | undefined])[] = [
    [`${A}:1-5`, `${A}:1-5`, true],
    [`${A}:1-5`, `${A}:1-6`, false],
    [`${A}:1-3:4-9`, `${A}:2-7`, true],
    [`${A}:1-3:5-9`, `${A}:2-7`, false],
    [`${A}:1-5,\n${B}:1`, `${B}:1`, true],
    [`${A}:1-5`, `${B}:1`, false],
    [`${A.toUpperCase()}:1-5`, `${A}:5`, true],
    [`${A}:1-5:tag:1-2`, `${A}:tag:2`, true],
    [`${A}:1-5`, `${A}:tag:2`, false],
    [`${A}:1-5`, '', true],
    ['0-1-123', '0-2-122', true],
    ['0-1-123', '0-1-124', false],
    ['0-1-123,1-1-4', '1-1-4', true],
    ['0-1-123', '1-1-4', false],
    ['binlog.000003:157', `${A}:1`, undefined],
  ];
  for (const [whole, part, holds] of cases) {
    it(`${whole.replace('\n', ' ')} ${holds === true ? 'holds' : holds === false ? 'lacks some of' : 'is no set, beside'} ${part || 'nothing'}`, () => {
      assert.equal(holdsAll(whole, part), holds);
    });
  }
});
