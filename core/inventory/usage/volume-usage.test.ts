import assert from 'node:assert/strict';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import { claimVolume, podVolume } from '../databases/sight.ts';
import { readDiskFree } from './disk-free.ts';
import { readStats, statsPath } from './kubelet-stats.ts';
import { VolumeUsage } from './volume-usage.ts';
import type { WantedVolume } from './wanted.ts';

const SUMMARY = JSON.stringify({
  node: { nodeName: 'n' },
  pods: [
    {
      podRef: { name: 'db-0', namespace: 'shop', uid: 'u0' },
      volume: [
        { name: 'data', usedBytes: 0, availableBytes: 900, pvcRef: { name: 'data-db-0', namespace: 'shop' } },
        { name: 'scratch', usedBytes: 5, availableBytes: 95 },
        { name: 'broken', usedBytes: 'many' },
      ],
    },
    { podRef: {} },
  ],
});

const wanted = (claim: string): WantedVolume => ({
  volume: claimVolume('shop', claim),
  node: 'n',
  namespace: 'shop',
  pod: 'db-0',
  uid: 'u0',
  container: 'postgres',
  name: 'data',
  path: '/data',
});

const forbidden = (): Promise<never> => Promise.reject(new ClusterTrouble('forbidden', 'no'));
const printed =
  (stdout: string, exitCode = 0) =>
  () =>
    Promise.resolve({ exitCode, stdout, stderr: '' });
const DF = 'Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/vdb 1000 250 700 27% /data\n';

describe('used space', () => {
  const usage = (
    connection: ConstructorParameters<typeof VolumeUsage>[0],
    now: () => number = () => 0,
    asking = true,
  ) => new VolumeUsage(connection, { now, asking });

  it('is read from the kubelet’s summary by claim and by pod; nothing measured is 0, nothing unmeasured is', () => {
    const stats = readStats(SUMMARY);
    assert.deepEqual(stats.get(claimVolume('shop', 'data-db-0')), { used: 0, available: 900 });
    assert.deepEqual(stats.get(podVolume('u0', 'scratch')), { used: 5, available: 95 });
    assert.equal(stats.has(podVolume('u0', 'broken')), false);
  });

  it('is read from df, and from nothing else', () => {
    assert.deepEqual(readDiskFree(DF), { used: 250 * 1024, available: 700 * 1024 });
    const long = 'Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/mapper/a b 1000 1000 0 100% /x y\n';
    assert.deepEqual(readDiskFree(long), { used: 1000 * 1024, available: 0 });
    for (const text of ['', 'df: /data: No such file', 'a b c\nd e f']) assert.equal(readDiskFree(text), undefined);
  });

  it('comes from the node where one may read it', async () => {
    const paths: string[] = [];
    const get = (path: string): Promise<string> => {
      paths.push(path);
      return Promise.resolve(SUMMARY);
    };
    const measured = usage({ get, exec: forbidden });
    measured.setWanted([wanted('data-db-0')]);
    const told: string[] = [];
    measured.onChange((volumes) => told.push(...volumes));
    await measured.measure();
    assert.deepEqual(paths, [statsPath('n')]);
    assert.deepEqual(measured.known(claimVolume('shop', 'data-db-0')), { used: 0, available: 900, why: undefined });
    assert.deepEqual(told, [claimVolume('shop', 'data-db-0')]);
    await measured.measure();
    assert.equal(told.length, 1, 'what is the same is not told again');
    measured.close();
  });

  it('comes from the member where one may not, and asks for the right only now and then', async () => {
    let asked = 0;
    let now = 0;
    const get = (): Promise<never> => {
      asked += 1;
      return forbidden();
    };
    const measured = usage({ get, exec: printed(DF) }, () => now);
    measured.setWanted([wanted('data-db-0')]);
    await measured.measure();
    await measured.measure();
    assert.deepEqual(
      [measured.known(claimVolume('shop', 'data-db-0')).used, asked, measured.isRefused],
      [250 * 1024, 1, true],
    );
    now = 400_000;
    await measured.measure();
    assert.equal(asked, 2);
    measured.close();
  });

  it('is unknown with the reason where nobody tells', async () => {
    const key = claimVolume('shop', 'data-db-0');
    for (const exec of [forbidden, printed('', 127), () => Promise.reject(new Error('broken off'))]) {
      const measured = usage({ get: forbidden, exec });
      assert.equal(measured.known(key).why, 'no running member has it mounted');
      measured.setWanted([wanted('data-db-0')]);
      assert.equal(measured.known(key).why, 'it has not been measured yet');
      await measured.measure();
      const { used, why } = measured.known(key);
      assert.deepEqual([used, why?.startsWith('one may not read the statistics of nodes')], [undefined, true]);
      measured.close();
    }
    const silent = usage({ get: forbidden, exec: printed(DF) }, () => 0, false);
    silent.setWanted([wanted('data-db-0')]);
    await silent.measure();
    assert.equal(silent.known(key).used, undefined, 'without asking no command runs');
    silent.close();
  });
});
