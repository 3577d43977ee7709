import assert from 'node:assert/strict';
import type { Case } from './cases.ts';
import { killed, type Killing, type TakeUp } from './kill.ts';
import { chance } from '../fake/index.ts';

const SOAK = process.env['PLINTH_SOAK'] === '1';
const SEEDS = SOAK ? 5 : 1;
/** A kill before a request leaves the cluster as one after the request before it does; what the process held in memory is gone either way. */
const MOMENTS = SOAK ? (['before', 'after'] as const) : (['after'] as const);
/** Each seed makes a few requests more or fewer: it is over where so many in a row ended before theirs. */
const ENDINGS = 5;
const DIRECTIONS = ['forward', 'back'] as const;

/** At every request, until the operation ends before it; gives how often it ended in which phase. */
async function everywhere(
  name: string,
  one: Case,
  moment: Killing['moment'],
  takeUps: (index: number, seed: number) => readonly TakeUp[],
  /** Where only every so many requests are tried, each trial begins at another one. */
  turn: number,
): Promise<ReadonlyMap<string, number>> {
  const phases = new Map<string, number>();
  const every = SOAK ? 1 : (one.every ?? 1);
  for (let round = 0; round < SEEDS; round++) {
    let ended = 0;
    for (let index = turn % every; ended < ENDINGS; index += every) {
      const seed = 1 + index + 1_000 * round;
      const killing = { seed, index, moment, takeUps: takeUps(index, seed) };
      const phase = await killed(one, killing).catch((error: unknown) => {
        throw new Error(`${JSON.stringify(killing)}: ${String(error)}`, { cause: error });
      });
      if (phase === undefined) {
        assert.ok(index > (one.least ?? 60), `only ${String(index)} requests`);
        ended++;
        continue;
      }
      ended = 0;
      phases.set(phase, (phases.get(phase) ?? 0) + 1);
    }
  }
  assert.ok((phases.get('done') ?? 0) > 0, [...phases].join(' '));
  if (process.env['PLINTH_TELL'] === '1') console.log(name, moment, [...phases].join(' '));
  return phases;
}

/** Its runner died late; who takes it back is killed at each request in turn, and the next goes on with it all the same. */
async function halfTakenBack(name: string, one: Case, index: number): Promise<void> {
  const phases = new Map<string, number>();
  const every = SOAK ? 1 : (one.every ?? 1);
  for (let killedAt = 0; ; killedAt += every) {
    let takers = 0;
    const killing: Killing = {
      seed: 1 + killedAt,
      index,
      moment: 'after',
      takeUps: [{ direction: 'back', killedAt }, { direction: 'forward' }],
      onTakeUp: () => takers++,
    };
    const phase = await killed(one, killing).catch((error: unknown) => {
      throw new Error(`${JSON.stringify(killing)}: ${String(error)}`, { cause: error });
    });
    assert.ok(phase !== undefined, 'it ended before its runner was to die');
    phases.set(phase, (phases.get(phase) ?? 0) + 1);
    if (takers < 2) break;
    // By its last requests it has written that all is taken back; before that the next one goes on to the end.
    assert.ok(phase === 'done' || phase === 'rolled-back', `${phase}: ${JSON.stringify(killing)}`);
  }
  if (process.env['PLINTH_TELL'] === '1') console.log(name, 'half taken back', [...phases].join(' '));
  const [done = 0, back = 0] = [phases.get('done'), phases.get('rolled-back')];
  assert.ok(done > 40 / every && back >= 1 && back <= ENDINGS, [...phases].join(' '));
}

/** Says of each of these operations what becomes of it when its runner is killed, wherever. `only`: it is taken up in this direction, by one who lives. */
export function describeKilledEverywhere(cases: Readonly<Record<string, Case>>, only?: TakeUp['direction']): void {
  for (const [name, one] of Object.entries(cases))
    describe(`the real ${name}, whose runner is killed at every one of its requests`, function () {
      this.timeout(SOAK ? 7_200_000 : 600_000);
      for (const moment of MOMENTS) {
        for (const [turn, direction] of (only === undefined ? DIRECTIONS : [only]).entries())
          it(`${moment} it was done, and another resumes ${direction}`, async () => {
            const phases = await everywhere(name, one, moment, () => [{ direction }], turn);
            if (direction === 'back') assert.ok((phases.get('rolled-back') ?? 0) > 0, [...phases].join(' '));
          });

        if (only !== undefined) continue;
        it(`${moment} it was done, and so is the one who takes it up; a third one ends it`, async () => {
          const takeUps = (index: number, seed: number): readonly TakeUp[] => {
            const next = chance(seed);
            // Early requests of a take-up are its locks and looks; where it ends sooner than it is killed, it has ended.
            const killedAt = Math.floor(next() * (one.least ?? 60));
            const first = DIRECTIONS[index % 2] ?? 'forward';
            const second = DIRECTIONS[(index >> 1) % 2] ?? 'forward';
            return [{ direction: first, killedAt }, { direction: second }];
          };
          await everywhere(name, one, moment, takeUps, DIRECTIONS.length);
        });
      }

      const { late } = one;
      if (late !== undefined && only === undefined)
        it('late, and who takes it back is killed at every request; the next goes on with it', () =>
          halfTakenBack(name, one, late));
    });
}
