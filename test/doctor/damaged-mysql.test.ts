import { describeOnCluster } from '../cluster/practice.ts';
import { DoctorLab, isSound } from './doctor-lab.ts';

describeOnCluster('Doctor on a MySQL of a real cluster', function () {
  this.timeout('10m');
  let lab: DoctorLab;
  let primary: string;
  let replica: string;

  before(async () => {
    lab = await DoctorLab.open('mysql');
    const { members } = await lab.lab.live();
    primary = members.find(({ role }) => role === 'primary')?.pod.name ?? '';
    replica = members.find(({ role }) => role === 'replica')?.pod.name ?? '';
  });
  after(() => lab.close());

  const sql = (pod: string, statements: string): Promise<string> =>
    lab.inside(pod, `MYSQL_PWD="$MYSQL_ROOT_PASSWORD" mysql -uroot -N -e "${statements}"`);

  it('has no finding on a sound one that is not true, within ten seconds', () => isSound(lab));

  it('finds a setting that differs', async () => {
    await sql(replica, "SET GLOBAL sql_mode = ''");
    await lab.finding('same-members', 'risk', new RegExp(`${replica} has another sql_mode`, 'u'));
    const before = (await sql(primary, 'SELECT @@GLOBAL.sql_mode')).trim();
    await sql(replica, `SET GLOBAL sql_mode = '${before}'`);
    await lab.finding('same-members', 'well', /settings that matter alike/u);
  });

  it('finds a replica that does not apply', async () => {
    await sql(replica, 'STOP SLAVE SQL_THREAD');
    await lab.finding('replication', 'risk', new RegExp(`^${replica} receives no changes`, 'u'));
    await sql(replica, 'START SLAVE SQL_THREAD');
    await lab.finding('replication', 'well', new RegExp(`^${replica} follows`, 'u'));
  });

  it('finds a replica with transactions of its own', async () => {
    await sql(replica, 'SET GLOBAL super_read_only = OFF; CREATE DATABASE errant; SET GLOBAL super_read_only = ON');
    await lab.finding('candidates', 'risk', new RegExp(`${replica} has transactions that the primary never had`, 'u'));
  });
});
