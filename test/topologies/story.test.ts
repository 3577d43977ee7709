import assert from 'node:assert/strict';
import { Story } from './story.ts';

describe('a story', () => {
  it('goes through its chapters in order', async () => {
    const seen: string[] = [];
    const note = (name: string) => () => Promise.resolve(void seen.push(name));
    const chapters = new Story('one').chapter('first', note('first')).chapter('second', note('second')).begin();
    await chapters.get('second');
    assert.deepEqual(seen, ['first', 'second']);
  });

  it('ends with the chapter that fails, and says so for those after it', async () => {
    const chapters = new Story('one')
      .chapter('first', () => Promise.reject(new Error('broken')))
      .chapter('second', () => Promise.resolve())
      .chapter('third', () => Promise.resolve())
      .begin();
    await assert.rejects(chapters.get('first') ?? Promise.resolve(), /broken/);
    await assert.rejects(chapters.get('second') ?? Promise.resolve(), /Not reached: «first» has failed/);
    await assert.rejects(chapters.get('third') ?? Promise.resolve(), /Not reached/);
  });
});
