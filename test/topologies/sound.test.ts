import assert from 'node:assert/strict';
import { HOW, WANTED, type Practice } from '../cluster/practice.ts';
import { allReady, applyTopology, makeSecret, practiseTopology } from './apply.ts';
import { handOver, holdAtTheGate, openTheGate, promoteAlone, rejoin } from './failover.ts';
import { settledRoles, type Roles } from './member-roles.ts';
import { SOUND, type SoundDatabase } from './sound-databases.ts';
import { Story, Turns } from './story.ts';
import { witness, type Witness, type Written } from './witness.ts';
import { longestGap, twoWriters } from './writers.ts';

/** More of them only wait for each other on a small machine. */
const AT_ONCE = 2;

/** What was measured, printed at the end. */
const measured: string[] = [];

async function timed<T>(what: string, act: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const result = await act();
  measured.push(`${what}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
  return result;
}

/** What is left to do when all is over. */
const leaving: (() => Promise<void>)[] = [];

/** The story of one topology. */
function storyOf(database: SoundDatabase): Story {
  const { folder, name, members, readWrite, readOnly } = database;
  let practice: Practice;
  let watcher: Witness;
  let roles: Roles;
  const story = new Story(folder);
  const write = (id: number): Promise<string> => watcher.run(`query ${readWrite} "${database.insert(String(id))}"`);
  const idsOf = async (host: string): Promise<number[]> => {
    const text = await watcher.run(`query ${host} "${database.list}"`);
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map(Number);
  };
  // Waits in the witness: a command of kubectl is dear.
  const arrives = (id: number, host: string): Promise<string> =>
    watcher.run(`for try in $(seq 120); do
      if query ${host} "${database.list}" 2> /dev/null | grep -qx ${id}; then exit; fi
      sleep 0.5
    done
    echo "Row ${id} has not come to ${host} within a minute." >&2
    exit 1`);
  const missing = async ({ ids }: Written): Promise<number[]> => {
    const there = new Set(await idsOf(readWrite));
    return ids.filter((id) => !there.has(id));
  };
  const writable = (): Promise<string> =>
    watcher.run(`for try in $(seq 300); do
      if [ "$(state ${readWrite})" = rw ]; then exit; fi
      sleep 0.2
    done
    echo "${readWrite} takes no writes within a minute." >&2
    exit 1`);

  story.chapter('starts from nothing, with one primary', async () => {
    practice = await practiseTopology(folder);
    leaving.push(practice.leave);
    await makeSecret(practice, name, database.keys);
    watcher = await witness(practice, database);
    await timed(`${folder}, from apply to all Ready`, async () => {
      await applyTopology(practice, folder);
      await allReady(practice, name, 3);
    });
    roles = await settledRoles(practice, database);
  });

  story.chapter(
    'replicates: a row that goes in through the read-write Service comes out of every replica',
    async () => {
      await writable();
      if (database.prepare !== undefined) await watcher.run(`query ${readWrite} "${database.prepare}"`);
      await write(1);
      for (const replica of roles.replicas) await arrives(1, `${replica}.${members}`);
      await arrives(1, readOnly);
      await assert.rejects(watcher.run(`query ${readOnly} "${database.insert('2')}"`), 'a replica takes no writes');
    },
  );

  story.chapter('comes back when its primary is killed', async () => {
    await timed(`${folder}, primary killed until all are Ready with one primary`, async () => {
      await practice.here(['delete', 'pod', roles.primary, '--grace-period=1']);
      await allReady(practice, name, 3);
      // Sentinel and Patroni may have promoted another one meanwhile; the others come back as they were.
      const elected = folder === 'redis' || folder === 'patroni';
      roles = await settledRoles(practice, database, elected ? undefined : roles.primary);
    });
    await writable();
    await write(3);
    for (const replica of roles.replicas) await arrives(3, `${replica}.${members}`);
  });

  story.chapter('hands over to a replica by the commands of its README', async () => {
    await watcher.startWriting();
    await watcher.hasWritten(10);
    const old = roles.primary;
    const next = await timed(`${folder}, commands of the handover`, () => handOver(practice, database, roles));
    roles = await timed(`${folder}, from there to all Ready in their new roles`, () =>
      settledRoles(practice, database, next),
    );
    await writable();
    await watcher.hasWritten(40);
    const written = await watcher.stopWriting();
    measured.push(
      `${folder}, longest time without an acknowledged write: ${(longestGap(written.times) / 1000).toFixed(1)} s of ${written.ids.length} writes`,
    );
    assert.ok(roles.replicas.includes(old));
    assert.deepEqual(await missing(written), [], 'what was acknowledged is there');
    await write(4);
    for (const replica of roles.replicas) await arrives(4, `${replica}.${members}`);
  });

  if (folder !== 'redis' && folder !== 'patroni')
    story.chapter('survives the loss of its primary, which does not start when it comes back', async () => {
      const lost = roles.primary;
      const [candidate = ''] = roles.replicas;
      await timed(`${folder}, primary gone until another one takes writes`, async () => {
        await holdAtTheGate(practice, database, lost);
        await promoteAlone(practice, database, candidate);
        await writable();
      });
      await write(5);
      await openTheGate(practice, database, lost);
      const way = await rejoin(practice, database, lost);
      measured.push(`${folder}, the old primary: ${way}`);
      roles = await settledRoles(practice, database, candidate);
      await write(6);
      for (const replica of roles.replicas) await arrives(6, `${replica}.${members}`);
    });

  story.chapter('has never had two writers', async () => {
    const samples = await watcher.samples();
    measured.push(`${folder}, answers of members: ${samples.length}`);
    for (const member of [roles.primary, ...roles.replicas])
      assert.ok(samples.filter((sample) => sample.member === member).length > 100, `enough answers of ${member}`);
    const writers = new Set(samples.filter(({ writable }) => writable).map(({ member }) => member));
    assert.ok(writers.size >= 2, 'both the first and the last primary were seen to accept writes');
    assert.deepEqual(twoWriters(samples), []);
  });
  return story;
}

if (!WANTED) it(`topologies: ${HOW}`);
else
  describe('sound topologies', function () {
    this.timeout('6m');
    const stories = SOUND.map(storyOf);
    const begun = new Map<Story, Map<string, Promise<void>>>();

    before(() => {
      const turns = new Turns(AT_ONCE);
      for (const story of stories) begun.set(story, story.begin(turns));
    });

    after(async () => {
      for (const line of measured.sort()) console.log(`      ${line}`);
      await Promise.all(leaving.map((leave) => leave()));
    });

    for (const story of stories)
      describe(story.title, () => {
        for (const name of story.names)
          it(name, async () => {
            await begun.get(story)?.get(name);
          });
      });
  });
