import assert from 'node:assert/strict';
import type { Connection } from '../cluster/connection.ts';
import { findings, found } from '../../test/doctor/examined.ts';
import { ledBy, statefulSet, withMember } from '../../test/restart/still-cluster.ts';
import { sameMembers } from './same-members.ts';

const SETTINGS = 'max_connections=100\nwal_level=replica\n';

/** Each member prints these settings. */
const saying =
  (other: string, pod = 'postgres-1'): Connection['exec'] =>
  (target) =>
    Promise.resolve({ exitCode: 0, stdout: target.pod === pod ? other : SETTINGS, stderr: '' });

describe('Doctor: members are alike', () => {
  it('is well with one version and the same settings', async () => {
    assert.deepEqual(await found(sameMembers, {}, { exec: saying(SETTINGS) }), [
      'well: Members run one version.',
      'well: Members have the settings that matter alike.',
    ]);
  });

  it('is at risk with another version, a lower limit, or another setting', async () => {
    const { members } = withMember(ledBy(0), 1, { version: '15.9' });
    assert.equal((await found(sameMembers, { members }))[0], 'risk: Members run different versions.');
    const other = 'max_connections=50\nwal_level=logical\n';
    const [, lower, level] = await findings(sameMembers, {}, { exec: saying(other) });
    assert.match(lower?.what ?? '', /^postgres-1 has a lower max_connections/u);
    assert.match(level?.evidence ?? '', /«logical», the primary «replica»/u);
  });

  it('is at risk where two members have what only one may have', async () => {
    const { members } = ledBy(0);
    const exec: Connection['exec'] = ({ pod }) =>
      Promise.resolve({
        exitCode: 0,
        stdout: `server_id=${pod === 'postgres-0' ? '1' : '2'}\nserver_uuid=${pod}\n`,
        stderr: '',
      });
    const containers = [{ name: 'postgres', image: 'mysql:8.4' }];
    const workload = statefulSet({}, { template: { spec: { containers } } });
    const [, twice, ...more] = await findings(sameMembers, { engine: 'mysql', members }, { exec, workload });
    assert.match(twice?.what ?? '', /^postgres-1 and postgres-2 have the same server_id/u);
    assert.equal(twice?.evidence, 'server_id 2: postgres-1, postgres-2');
    assert.deepEqual(more, []);
  });

  it('is no risk with a higher limit', async () => {
    const exec = saying('max_connections=200\nwal_level=replica\n');
    assert.match((await found(sameMembers, {}, { exec }))[1] ?? '', /^well: /u);
  });

  it('is unknown where one does not answer, or does not say its version', async () => {
    const { members } = withMember(ledBy(0), 1, { version: undefined });
    const [versions, settings] = await found(sameMembers, { members });
    assert.equal(versions, 'unknown: Whether members run one version is not known.');
    assert.equal(settings, 'unknown: Whether members have the same settings is not known.');
  });
});
