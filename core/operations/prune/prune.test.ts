import assert from 'node:assert/strict';
import { database, NOW } from '../../../test/support/live.ts';
import { cacheObject, EMPTY_CACHE, withDestination } from '../../backups/cache.ts';
import { destinationObject } from '../../backups/destinations.ts';
import { knownOf, type KnownBackup } from '../../backups/known.ts';
import { timeName } from '../../backups/manifest-text.ts';
import type { ApiObject, Connection, ObjectName } from '../../cluster/connection.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import { BadParameter, type Parameters } from '../../runner/plan.ts';
import { parsePruneParameters } from './parameters.ts';
import { pruneOperation } from './prune.ts';
import { stillGoing } from './steps.ts';

const idOf = (days: number): string => `${timeName(NOW - days * 86_400_000)}-k3v9x2ab`;
const backup = (days: number, state: KnownBackup['state'] = 'unverified'): KnownBackup =>
  knownOf('here', { id: idOf(days), state, manifest: undefined, verification: undefined, why: undefined });

function plan(known: readonly KnownBackup[] | undefined, parameters: Parameters, facts = {}) {
  const here = { name: 'here', destination: { kind: 'claim', claim: 'backups', prefix: '' } } as const;
  const objects: ApiObject[] = [
    destinationObject('shop', here),
    ...(known === undefined ? [] : [cacheObject('shop', 'postgres', withDestination(EMPTY_CACHE, 'here', known, NOW))]),
  ];
  const read = ({ name }: ObjectName): Promise<ApiObject> => {
    const found = objects.find(({ metadata }) => metadata.name === name);
    return found ? Promise.resolve(found) : Promise.reject(new ClusterTrouble('missing', `There is no ${name}.`));
  };
  const connection = { read } as unknown as Connection;
  const situation = { connection, database: database(), now: () => NOW, id: 'abcdefgh', facts };
  return pruneOperation({ mover: () => Promise.resolve({ text: 'mover' }) }).plan(situation, parameters);
}

describe('a plan to prune backups', () => {
  const four = [backup(0.1), backup(3, 'verified'), backup(5), backup(9, 'partial')];

  it('names every backup that goes, and why each other stays; it is typed, and there is no way back', async () => {
    const made = await plan(four, { destination: 'here', last: 1 });
    assert.deepEqual(made.refusals, []);
    assert.equal(made.danger, 'typed');
    assert.deepEqual(made.parameters['backups'], [idOf(5), idOf(9)]);
    assert.deepEqual(made.warnings, [
      `Goes for good: ${idOf(5)} (unverified): no rule keeps it.`,
      `Goes for good: ${idOf(9)} (partial): partial, and older than a day.`,
      `Stays: ${idOf(0.1)} (unverified): the last one; the last complete one.`,
      `Stays: ${idOf(3)} (verified): the last verified one.`,
    ]);
    const final = made.steps.find(({ pointOfNoReturn }) => pointOfNoReturn);
    assert.equal(final?.id, 'remove-job');
    assert.deepEqual(final.commands.slice(1), [`remove ${idOf(5)}`, `remove ${idOf(9)}`]);
    assert.equal('undo' in final, false);
  });

  it('takes up again with those that were agreed to, whatever is known by then', async () => {
    const agreed = [idOf(5), idOf(9)];
    for (const known of [four, [], undefined]) {
      const again = await plan(known, { destination: 'here', last: 1, backups: agreed }, { agreed });
      assert.deepEqual([again.refusals, again.parameters['backups']], [[], agreed]);
      assert.equal(again.steps.length, 6);
    }
  });

  it('is refused for the last verified one (R22), and allowed for others by name', async () => {
    const refused = await plan(four, { destination: 'here', backups: [idOf(3), idOf(5)] });
    assert.deepEqual(
      refused.refusals.map(({ id }) => id),
      ['R22'],
    );
    assert.equal(refused.steps.length, 0);
    const allowed = await plan(four, { destination: 'here', backups: [idOf(0.1)] });
    assert.deepEqual([allowed.refusals, allowed.parameters['backups']], [[], [idOf(0.1)]]);
  });

  it('is refused where nothing goes, nothing is known, or there is no such destination', async () => {
    for (const [known, parameters, why] of [
      [four.slice(0, 3), { destination: 'here', last: 9 }, /nothing to prune/u],
      [undefined, { destination: 'here', last: 1 }, /not known/u],
      [four, { destination: 'there', last: 1 }, /no destination there/u],
    ] as const) {
      const made = await plan(known, parameters);
      assert.match(made.refusals[0]?.what ?? '', why);
      assert.equal(made.steps.length, 0);
      assert.equal(made.title, 'Prune backups of postgres');
      assert.match(made.outcome, /^Nothing goes/u);
    }
  });

  it('wants a rule or names, and numbers that make sense', () => {
    for (const [parameters, why] of [
      [{ destination: 'here' }, /what stays/u],
      [{ destination: 'here', last: 0 }, /«last»/u],
      [{ destination: 'here', days: 1.5 }, /«days»/u],
      [{ destination: 'here', backups: [] }, /«backups»/u],
      [{ destination: 'here', backups: ['../x'] }, /«backups»/u],
      [{ destination: '../x', last: 1 }, /«destination»/u],
      [{ destination: 'here', last: 1, keep: 2 }, /«keep»/u],
    ] as const)
      assert.throws(
        () => parsePruneParameters(parameters),
        (error) => error instanceof BadParameter && why.test(error.message),
      );
  });
});

describe('what still goes once the destination itself was read', () => {
  const lines = (...found: KnownBackup[]) => [
    ...found.map(({ id, state }) => ({
      listedBackup: {
        shelf: { namespace: 'shop', name: 'postgres' },
        backup: { id, state, manifest: undefined, verification: undefined, why: undefined },
      },
    })),
    { listed: found.length },
  ];
  const parameters = (backups: readonly string[], last?: number) =>
    parsePruneParameters({ destination: 'here', backups: [...backups], ...(last === undefined ? {} : { last }) });

  it('is what was agreed to and is there, and what no rule keeps by now', () => {
    const found = lines(backup(1), backup(5), backup(6));
    assert.deepEqual(stillGoing(found, parameters([idOf(5), idOf(9)]), NOW), [idOf(5)]);
    // A newer one is gone meanwhile, so an older one is the last.
    assert.deepEqual(stillGoing(lines(backup(5), backup(6)), parameters([idOf(5), idOf(6)], 1), NOW), [idOf(6)]);
  });

  it('is nothing where the list broke off, or the last verified one would go', () => {
    const found = lines(backup(1), backup(5));
    assert.throws(() => stillGoing(found.slice(1), parameters([idOf(5)]), NOW), /not whole/u);
    assert.throws(() => stillGoing(found.slice(0, -1), parameters([idOf(5)]), NOW), /not whole/u);
    assert.throws(() => stillGoing(lines(backup(1), backup(5, 'verified')), parameters([idOf(5)]), NOW), /R22/u);
  });
});
