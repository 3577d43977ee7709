import assert from 'node:assert/strict';
import { cacheObject, EMPTY_CACHE } from '../../core/backups/cache.ts';
import { describeOnCluster } from '../cluster/practice.ts';
import { DoctorLab, isSound } from './doctor-lab.ts';

describeOnCluster('Doctor on a PostgreSQL of a real cluster', function () {
  this.timeout('10m');
  let lab: DoctorLab;
  let primary: string;
  let replica: string;

  before(async () => {
    lab = await DoctorLab.open('postgresql');
    const { members } = await lab.lab.live();
    primary = members.find(({ role }) => role === 'primary')?.pod.name ?? '';
    replica = members.find(({ role }) => role === 'replica')?.pod.name ?? '';
  });
  after(() => lab.close());

  const sql = (pod: string, statement: string): Promise<string> =>
    lab.inside(pod, `psql -U postgres -XAtqc "${statement}"`);
  const patched = (kind: string, name: string, patch: object): Promise<string> =>
    lab.here(['patch', kind, name, '--type=merge', `--patch=${JSON.stringify(patch)}`]);

  it('has no finding on a sound one that is not true, within ten seconds', () => isSound(lab));

  it('finds a replica that is cut off from its primary', async () => {
    const before = await sql(replica, 'SHOW primary_conninfo');
    const follow = async (host: string): Promise<void> => {
      await sql(replica, `ALTER SYSTEM SET primary_conninfo = '${host}'`);
      await sql(replica, 'SELECT pg_reload_conf()');
    };
    await follow('host=nobody.invalid');
    const { evidence, mend } = await lab.finding(
      'replication',
      'risk',
      new RegExp(`^${replica} receives no changes`, 'u'),
    );
    assert.notEqual(evidence, '');
    assert.match(mend ?? '', new RegExp(`logs ${replica}`, 'u'));
    await lab.finding('candidates', 'risk', new RegExp(replica, 'u'));
    await follow(before.trim());
    await lab.finding('replication', 'well', new RegExp(`^${replica} follows`, 'u'));
  });

  it('finds a replica whose replay is paused', async () => {
    await sql(replica, 'SELECT pg_wal_replay_pause()');
    const { mend } = await lab.finding('candidates', 'risk', new RegExp(`${replica}.*(paused|replay)`, 'u'));
    assert.notEqual(mend ?? '', '');
    await sql(replica, 'SELECT pg_wal_replay_resume()');
    await lab.finding('candidates', 'well', new RegExp(`${replica}.*can take over`, 'u'));
  });

  it('finds a write Service whose selector tells nobody apart', async () => {
    const selector = (role: string | null): Promise<string> =>
      patched('service', lab.lab.database.readWrite, { spec: { selector: { 'plinth.dev/role': role } } });
    await selector(null);
    const { mend } = await lab.finding('wiring', 'risk', /No Service leads to the primary alone|does not lead to/u);
    assert.match(mend ?? '', /label/u);
    await selector('primary');
    await lab.finding('wiring', 'well', /leads to the primary alone/u);
  });

  it('finds that maintenance may take several members at once', async () => {
    await patched('poddisruptionbudget', lab.lab.database.name, { spec: { maxUnavailable: 3 } });
    const { evidence } = await lab.finding('disruptions', 'risk', /take 3 members at once/u);
    assert.match(evidence, /keeps 0 of 3/u);
    await patched('poddisruptionbudget', lab.lab.database.name, { spec: { maxUnavailable: 1 } });
    await lab.finding('disruptions', 'well', /lets one member go/u);
  });

  it('finds that no backup is whole, where a list of them says so', async () => {
    const cache = { ...EMPTY_CACHE, backups: [] };
    const { namespace } = lab.lab.practice;
    await lab.here(['apply', '--filename=-'], JSON.stringify(cacheObject(namespace, lab.lab.database.name, cache)));
    const { mend } = await lab.finding('backups', 'risk', /no whole backup/u);
    assert.match(mend ?? '', /plinth backup/u);
  });

  it('finds a second writer', async () => {
    await sql(replica, 'SELECT pg_promote()');
    const { evidence } = await lab.finding('one-writer', 'risk', /./u);
    assert.match(evidence, new RegExp(`${primary}|${replica}`, 'u'));
  });
});
