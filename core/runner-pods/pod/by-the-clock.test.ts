import assert from 'node:assert/strict';
import { database } from '../../../test/support/live.ts';
import type { RunnerRequest } from '../request.ts';
import { asOf, idOfJob, nothingToDo } from './by-the-clock.ts';

const request: RunnerRequest = {
  schema: 1,
  id: '',
  operation: 'stop',
  database: { namespace: 'shop', kind: 'StatefulSet', name: 'orders' },
  parameters: {},
  accepted: [],
  by: 'the clock',
  tool: 'plinth test',
};

describe('what the clock begins', () => {
  it('has the id of its Job, the same in both pods, and another in the next', () => {
    assert.match(idOfJob('one'), /^[0-9a-f]{8}$/u);
    assert.equal(asOf(request, 'one').id, idOfJob('one'));
    assert.notEqual(idOfJob('one'), idOfJob('two'));
    assert.throws(() => asOf(request, ''), /which Job/u);
  });

  it('keeps its id where a person has confirmed it', () => {
    assert.equal(asOf({ ...request, id: 'abcdefgh', confirmed: [] }, 'one').id, 'abcdefgh');
  });

  it('is nothing where it is so already', () => {
    const [running, stopped] = [database('orders'), database('orders', { health: 'stopped' })];
    assert.match(nothingToDo('stop', stopped) ?? '', /stopped already/u);
    assert.equal(nothingToDo('stop', running), undefined);
    assert.equal(nothingToDo('start', stopped), undefined);
    assert.match(nothingToDo('start', running) ?? '', /nothing to start/u);
  });
});
