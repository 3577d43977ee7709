import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { identified } from './element.ts';
import type { Element } from './element.ts';
import { GATHER_MS, Gathered } from './gathered.ts';
import type { DatabaseTree, Touched } from './tree.ts';

describe('changes of the tree', () => {
  it('are gathered, asked of the tree once a context, and told once', async () => {
    const asked: Touched[] = [];
    const row = identified({ kind: 'context', context: 'a' });
    const tree = {
      changes: (touched: Touched) => {
        asked.push(touched);
        return touched.context === 'a' ? [row] : [];
      },
    } as unknown as DatabaseTree;
    const told: (readonly Element[] | 'all')[] = [];
    const gathered = new Gathered(tree, (changed) => told.push(changed));
    gathered.touch({ context: 'a', databases: new Set(['x']) });
    gathered.touch({ context: 'a', databases: new Set(['y']) });
    gathered.touch({ context: 'b' });
    gathered.touch({ context: 'b', databases: new Set(['z']) });
    await pause(GATHER_MS * 3);
    assert.deepEqual(asked, [{ context: 'a', databases: new Set(['x', 'y']) }, { context: 'b' }]);
    assert.deepEqual(told, [[row]]);
    gathered.touch({ context: 'b' });
    await pause(GATHER_MS * 3);
    assert.equal(told.length, 1, 'nothing differs, nothing is told');
    gathered.dispose();
  });
});
