import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { connect, readContexts } from '../../core/cluster/index.ts';
import { Asker } from '../../core/inventory/asking/asker.ts';
import { memberKey } from '../../core/inventory/asking/types.ts';
import { KUBECONFIG } from '../cluster/places.ts';
import { describeOnCluster } from '../cluster/practice.ts';
import { Lab } from './lab.ts';

interface Kubeconfig {
  readonly users: readonly { readonly user: Record<string, unknown> }[];
}

describeOnCluster('asking with rights and without', function () {
  this.timeout('4m');
  let lab: Lab;
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plinth-rights-'));
    lab = await Lab.open('live-engines-rights');
    await lab.start({ name: 'cache', image: 'redis:7', data: '/data', user: 999, ready: ['redis-cli', 'ping'] });
  });
  after(async () => {
    await lab.close();
    await rm(folder, { recursive: true });
  });

  /** What a user with these verbs on pods/exec gets. */
  const askAs = async (user: string, ...verbs: readonly string[]) => {
    if (verbs.length > 0) {
      const list = `--verb=${verbs.join(',')}`;
      await lab.practice.here(['create', 'role', user, list, '--resource=pods/exec']);
      await lab.practice.here(['create', 'rolebinding', user, `--role=${user}`, `--user=${user}`]);
    }
    const config = parse(await readFile(KUBECONFIG, 'utf8')) as Kubeconfig;
    for (const entry of config.users) entry.user['as'] = user;
    const file = join(folder, user);
    await writeFile(file, stringify(config), { mode: 0o600 });
    const { contexts } = await readContexts({ env: { KUBECONFIG: file } });
    const connection = connect(contexts[0]!);
    const asker = new Asker(connection);
    try {
      const member = await lab.member('cache');
      asker.setMembers([member]);
      return (await asker.ask(memberKey(member))).asked;
    } finally {
      asker.close();
      connection.close();
    }
  };

  it('answers who may get and create pods/exec', async () => {
    assert.equal((await askAs('both', 'get', 'create')).state, 'answered');
  });

  it('is refused to all others, in words that name what is missing', async () => {
    for (const [user, ...verbs] of [['nobody'], ['getter', 'get'], ['creator', 'create']] as const) {
      const { state, why } = await askAs(user, ...verbs);
      assert.equal(state, 'refused', user);
      assert.match(why ?? '', /namespace live-engines-rights \(get and create pods\/exec\)/);
    }
  });
});
