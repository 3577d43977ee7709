import assert from 'node:assert/strict';
import { Story, Turns } from './story.ts';

describe('a story', () => {
  it('goes through its chapters in order', async () => {
    const seen: string[] = [];
    const note = (name: string) => () => Promise.resolve(void seen.push(name));
    const chapters = new Story('one')
      .chapter('first', note('first'))
      .chapter('second', note('second'))
      .begin(new Turns(1));
    await chapters.get('second');
    assert.deepEqual(seen, ['first', 'second']);
  });

  it('ends with the chapter that fails, and says so for those after it', async () => {
    const chapters = new Story('one')
      .chapter('first', () => Promise.reject(new Error('broken')))
      .chapter('second', () => Promise.resolve())
      .chapter('third', () => Promise.resolve())
      .begin(new Turns(1));
    await assert.rejects(chapters.get('first') ?? Promise.resolve(), /broken/);
    await assert.rejects(chapters.get('second') ?? Promise.resolve(), /Not reached: «first» has failed/);
    await assert.rejects(chapters.get('third') ?? Promise.resolve(), /Not reached/);
  });

  it('waits for its turn', async () => {
    const seen: string[] = [];
    const turns = new Turns(1);
    const slow = new Story('slow').chapter('slow', async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      seen.push('slow');
    });
    const quick = new Story('quick').chapter('quick', () => Promise.resolve(void seen.push('quick')));
    const [, second] = [slow.begin(turns), quick.begin(turns)];
    await second.get('quick');
    assert.deepEqual(seen, ['slow', 'quick']);
  });
});
