import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { contextOf, setOf } from '../../test/support/context.ts';
import { roleFile } from './role-file.ts';
import { switching } from './switching.ts';

const example = async (...names: readonly string[]): Promise<string> =>
  (
    await Promise.all(
      names.map((name) => readFile(new URL(`../../examples/topologies/${name}`, import.meta.url), 'utf8')),
    )
  ).join('\n---\n');

const SOUND = ['mariadb/database.yaml', 'mariadb/scripts.yaml'];

describe('the file that tells a start of MariaDB that it leads', () => {
  it('is the one that the scripts of our topology ask for', async () => {
    assert.equal(roleFile(contextOf(await example(...SOUND)).context), '/var/lib/mysql/primary');
  });

  it('is none where no script asks for it', async () => {
    assert.equal(roleFile(contextOf(await example('naive/mariadb-ordinal/database.yaml')).context), undefined);
    assert.equal(roleFile(contextOf(setOf('image: mariadb:10.11')).context), undefined);
  });

  it('goes before the fence, and comes last before a member accepts writes', async () => {
    const { context } = contextOf(await example(...SOUND));
    const order = (text: string, ...parts: readonly string[]): void => {
      const places = parts.map((part) => text.indexOf(part));
      assert.ok(
        places.every((place, index) => place > (places[index - 1] ?? -1)),
        `${parts.join(' < ')}: ${places.join(', ')}`,
      );
    };
    const gone = 'rm -f /var/lib/mysql/primary && sync';
    order(switching.fence.script(context), gone, 'current_pos;', 'SET GLOBAL read_only = ON');
    order(switching.follow(context), gone, 'SET GLOBAL read_only = ON', 'START SLAVE');
    for (const script of [switching.promote(context), switching.unfence(context)])
      order(script, 'RESET SLAVE ALL', 'touch /var/lib/mysql/primary && sync', 'SET GLOBAL read_only = OFF');
    order(switching.promote(context), 'MASTER_GTID_WAIT', 'RESET SLAVE ALL');
  });

  it('is asked for before anything is done: without it no script does a thing', () => {
    const { context } = contextOf(setOf('image: mariadb:10.11'));
    for (const script of [switching.fence.script, switching.follow, switching.promote, switching.unfence])
      assert.match(script(context), /nothing tells its start who leads" >&2; exit 1/u);
  });

  it('leaves no password in a script: it comes by standard input, and out of the log’s sight', async () => {
    const { context } = contextOf(await example(...SOUND));
    for (const script of [switching.fence.script(context), switching.follow(context)]) {
      assert.match(script, /while IFS= read -r line/u);
      assert.match(script, /printf '%s [^\n]*"SET SESSION sql_log_off = 1; [^\n]*" "\$change" \| sql "\$@"/u);
      assert.doesNotMatch(script, /sql "\$@" -e [^\n]*\$change/u);
    }
  });
});
