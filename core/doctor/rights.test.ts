import assert from 'node:assert/strict';
import type { Right } from '../cluster/connection.ts';
import { ClusterTrouble } from '../cluster/trouble.ts';
import { examined, findings, found } from '../../test/doctor/examined.ts';
import { rights } from './rights.ts';

const rightWords = ({ verb, resource, subresource }: Right): string =>
  `${verb} ${resource.plural}${subresource === undefined ? '' : `/${subresource}`}`;

describe('Doctor: you may run a switchover', () => {
  it('is well with all rights', async () => {
    assert.deepEqual(await found(rights), ['well: You have the rights that a switchover wants.']);
  });

  it('is at risk without one of them, and names it', async () => {
    const [finding] = await findings(rights, {}, { lacks: ({ subresource }) => subresource === 'exec' });
    assert.equal(finding?.state, 'risk');
    assert.match(finding.evidence, /you may not get pods\/exec and create pods\/exec in shop/u);
  });

  it('asks for what the steps of a switchover want, each once', async () => {
    const asked: string[] = [];
    const lacks = (right: Right): boolean => {
      asked.push(rightWords(right));
      return false;
    };
    await found(rights, {}, { lacks });
    assert.equal(new Set(asked).size, asked.length);
    for (const one of ['get services', 'delete pods', 'create pods/exec', 'update leases', 'create configmaps'])
      assert.ok(asked.includes(one), `${one} in ${asked.join(', ')}`);
  });

  it('goes by the custom resource where an operator is in charge, and says nothing where nobody switches over', async () => {
    const flavour = 'operator:cloudnative-pg';
    const [finding] = await findings(rights, { flavour }, { lacks: ({ resource }) => resource.kind === 'Cluster' });
    assert.match(finding?.evidence ?? '', /get clusters\.postgresql\.cnpg\.io and patch clusters/u);
    assert.deepEqual(await found(rights, { flavour: 'galera' }), []);
  });

  it('is not judged where the cluster does not answer', async () => {
    const seen = await examined();
    const may = () => Promise.reject(new ClusterTrouble('timeout', 'no answer'));
    const asked = Promise.resolve(rights.look({ ...seen, connection: { ...seen.connection, may } }));
    await assert.rejects(asked, ClusterTrouble);
  });
});
