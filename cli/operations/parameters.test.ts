import assert from 'node:assert/strict';
import { Command } from 'commander';
import { UsageError } from '../usage-error.ts';
import { OPERATION_COMMANDS } from './commands.ts';
import type { NamedOption } from './named-option.ts';
import { keyOf, parametersOf } from './parameters.ts';
import { allOperations } from './tools.ts';

const option = (flags: string, parameter: string, as: NamedOption['as']): NamedOption => ({
  flags,
  parameter,
  as,
  description: '',
});
const ALL = [
  option('--destination <name>', 'destination', 'text'),
  option('--keep-last <number>', 'last', 'count'),
  option('--recipient <key>', 'recipients', 'list'),
  option('--pod-label <key=value>', 'podLabels', 'labels'),
  option('--pause-owners', 'pauseOwners', 'flag'),
];

describe('named options of operations', () => {
  it('are called as commander calls them', () => {
    for (const { options } of OPERATION_COMMANDS)
      for (const { flags } of options) {
        const command = new Command().option(flags);
        assert.equal(keyOf({ flags }), command.options[0]?.attributeName());
      }
  });

  it('become parameters; what was not said is left out', () => {
    assert.deepEqual(parametersOf(ALL, { destination: 'here' }), { destination: 'here' });
    const said = {
      keepLast: '7',
      recipient: ['age1a', 'age1b'],
      podLabel: ['client=true', 'a/b=c=d', 'empty='],
      pauseOwners: true,
      yes: true,
    };
    assert.deepEqual(parametersOf(ALL, said), {
      last: 7,
      recipients: ['age1a', 'age1b'],
      podLabels: { client: 'true', 'a/b': 'c=d', empty: '' },
      pauseOwners: true,
    });
  });

  it('are refused by their names where they make no sense', () => {
    for (const keepLast of ['', '-1', '1.5', 'x', '1e3', '9999999999'])
      assert.throws(() => parametersOf(ALL, { keepLast }), /--keep-last <number> is a whole number/u);
    for (const podLabel of [['client'], ['=x']]) assert.throws(() => parametersOf(ALL, { podLabel }), UsageError);
  });

  it('are there for operations that there are, each once', () => {
    const known = allOperations().map(({ id }) => id);
    for (const { id, name } of OPERATION_COMMANDS) assert.ok(known.includes(id), `${name}: ${id}`);
    const names = OPERATION_COMMANDS.map(({ name }) => name);
    assert.deepEqual(names, [...new Set(names)]);
  });
});
