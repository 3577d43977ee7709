import assert from 'node:assert/strict';
import { RESOURCES } from '../cluster/resources.ts';
import { lackingOf } from './installed.ts';
import { whoRuns, type Grounds } from './who-runs.ts';

const POSSIBLE: Grounds = {
  unwanted: false,
  removesWrites: true,
  noJob: undefined,
  noRole: undefined,
  installed: undefined,
  awake: true,
};

describe('who runs an operation', () => {
  it('this process, where no writes are away', () => {
    const runners = whoRuns({ ...POSSIBLE, removesWrites: false });
    assert.deepEqual([runners.who, 'warning' in runners && runners.warning], ['client', undefined]);
  });

  it('pods of its own account, where the person may make one', () => {
    const runners = whoRuns(POSSIBLE);
    assert.equal(runners.who === 'pods' && runners.account, 'own');
  });

  it('pods of the installed account, where the person may make none', () => {
    const runners = whoRuns({ ...POSSIBLE, noRole: 'you may not create roles.', installed: true });
    assert.equal(runners.who === 'pods' && runners.account, 'installed');
    assert.match(runners.why, /plinth-runner.*you may not create roles/u);
  });

  it('this process, where the installed account lacks a right of the plan, and says which', () => {
    const grounds = { ...POSSIBLE, noRole: 'you may not create roles.', installed: true };
    const runners = whoRuns({ ...grounds, lacking: 'it may not patch leases' });
    assert.match(
      runners.who === 'client' ? (runners.warning ?? '') : '',
      /plinth-runner is installed, but it may not patch leases\./u,
    );
    const leases = { resource: RESOURCES.leases, namespace: 'shop' };
    assert.equal(lackingOf([{ ...leases, verb: 'update' }]), undefined);
    assert.equal(lackingOf([{ ...leases, verb: 'patch' }])?.verb, 'patch');
    assert.equal(lackingOf([{ resource: RESOURCES.volumes, verb: 'get' }])?.resource, RESOURCES.volumes);
  });

  it('this process with a warning that says why, what then guards it, and what an administrator can do', () => {
    for (const installed of [false, undefined]) {
      const runners = whoRuns({ ...POSSIBLE, noRole: 'you may not create roles.', installed });
      const warning = runners.who === 'client' ? (runners.warning ?? '') : '';
      assert.match(warning, /you may not create roles.*Nobody but it brings writes back.*is kept awake.*plinth rbac/su);
      assert.equal(warning.includes('cannot be seen'), installed === undefined);
    }
  });

  it('this process, which says where it cannot keep the machine awake', () => {
    const runners = whoRuns({ ...POSSIBLE, noJob: 'you may not create jobs.', awake: false });
    assert.match(runners.who === 'client' ? (runners.warning ?? '') : '', /cannot be kept awake/u);
  });

  it('this process, where the person wants no pods', () => {
    const runners = whoRuns({ ...POSSIBLE, unwanted: true, installed: true });
    assert.match(
      runners.who === 'client' ? (runners.warning ?? '') : '',
      /itself, PLINTH_RUNNER says.*Nobody but it/su,
    );
  });

  it('this process, where no Job can be made, even with the installed account', () => {
    const runners = whoRuns({ ...POSSIBLE, noJob: 'you may not create jobs.', noRole: 'no.', installed: true });
    assert.deepEqual([runners.who, runners.why], ['client', 'you may not create jobs.']);
  });
});
