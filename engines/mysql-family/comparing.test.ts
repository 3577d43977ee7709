import assert from 'node:assert/strict';
import { comparing as mariadb } from '../mariadb/comparing.ts';
import { comparing as mysql } from '../mysql/comparing.ts';
import type { RestFacts } from '../model/stopping.ts';

const PRIMARY: RestFacts = {
  server_id: '1',
  gtid_mode: 'ON',
  gtid_domain_id: '0',
  sql_mode: 'STRICT_TRANS_TABLES',
  max_allowed_packet: '67108864',
};

const whats = (of: typeof mysql, over: RestFacts): readonly string[] =>
  of.differences(PRIMARY, { ...PRIMARY, server_id: '2', ...over }).map(({ what }) => what);

describe('MySQL and MariaDB: members compared', () => {
  it('have no difference but their server_id, which is wanted', () => {
    for (const one of [mysql, mariadb]) assert.deepEqual(whats(one, {}), []);
    for (const one of [mysql, mariadb]) assert.ok(one.unlike?.some(({ fact }) => fact === 'server_id'));
  });

  it('differ in a setting on which others rely, each by its own GTIDs', () => {
    assert.match(whats(mysql, { sql_mode: '' }).join(), /another sql_mode/u);
    assert.match(whats(mysql, { gtid_mode: 'OFF' }).join(), /another gtid_mode/u);
    assert.deepEqual(whats(mysql, { gtid_domain_id: '1' }), []);
    assert.match(whats(mariadb, { gtid_domain_id: '1' }).join(), /another gtid_domain_id/u);
  });

  it('differ where the replica has less room for an event, not where it has more', () => {
    assert.match(whats(mysql, { max_allowed_packet: '1048576' }).join(), /lower max_allowed_packet/u);
    assert.deepEqual(whats(mysql, { max_allowed_packet: '1073741824' }), []);
  });
});
