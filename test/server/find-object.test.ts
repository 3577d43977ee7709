import assert from 'node:assert/strict';
import { FIND_OBJECT } from '../../server/protocol/messages.ts';
import type { FindObjectParams, FindObjectResult, StatusParams } from '../../server/protocol/messages.ts';
import { LanguageClient } from './language-client.ts';

const service = (name: string, rest = '') => `apiVersion: v1
kind: Service
metadata:
  name: ${name}
${rest}spec:
  selector: { app: ${name} }
`;

const FILES = {
  'plain/service.yaml': `# A comment\n---\n${service('shop')}---\n${service('other')}`,
  'said/service.yaml': service('shop', '  namespace: shop\n'),
  'foreign/service.yaml': service('shop', '  namespace: lab\n'),
  'base/service.yaml': service('placed'),
  'base/kustomization.yaml': 'resources: [service.yaml]\n',
  'prod/kustomization.yaml': 'namespace: production\nresources: [../base]\n',
  'patched/service.yaml': service('patched'),
  'patched/kustomization.yaml': 'namespace: shop\nresources: [service.yaml]\npatches: [{ path: patch.yaml }]\n',
  'patched/patch.yaml': 'apiVersion: v1\nkind: Service\nmetadata: { name: patched }\nspec: { type: LoadBalancer }\n',
  'prefixed/service.yaml': service('prefixed'),
  'prefixed/kustomization.yaml': 'namePrefix: eu-\nresources: [service.yaml]\n',
  'chart/templates/service.yaml': service('templated', '  labels: { chart: "{{ .Chart.Name }}" }\n'),
  'broken/service.yaml': `${service('broken')}  : [\n`,
  'wide/class.yaml':
    'apiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata: { name: fast }\nprovisioner: ebs.csi.aws.com\n',
  'wide/kustomization.yaml': 'namespace: shop\nresources: [class.yaml]\n',
};

describe('plinth/findObject', () => {
  let client: LanguageClient;
  before(async () => {
    client = await LanguageClient.start({ files: FILES });
    await client.message('plinth/status', ({ state, files }: StatusParams) => state === 'ready' && files > 5);
  });
  after(() => client.stop());

  const find = async (params: FindObjectParams): Promise<FindObjectResult['places']> =>
    (await client.connection.sendRequest<FindObjectResult>(FIND_OBJECT, params)).places;
  const namesOf = (places: FindObjectResult['places']) =>
    places.map(({ uri }) => Object.keys(FILES).find((name) => client.uri(name) === uri));

  it('finds those whose namespace is said before those that say none, and none of another', async () => {
    const places = await find({ kind: 'Service', name: 'shop', namespace: 'shop' });
    assert.deepEqual(namesOf(places), ['said/service.yaml', 'plain/service.yaml']);
    assert.deepEqual(places[1]?.range, { start: { line: 5, character: 8 }, end: { line: 5, character: 12 } });
    assert.deepEqual(places[1].body, {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'shop' },
      spec: { selector: { app: 'shop' } },
    });
    assert.equal((await find({ kind: 'Service', name: 'shop' })).length, 3);
  });

  it('finds nothing of another kind or name', async () => {
    assert.deepEqual(await find({ kind: 'StatefulSet', name: 'shop' }), []);
    assert.deepEqual(await find({ kind: 'Service', name: 'sho' }), []);
    assert.deepEqual(await find({} as never), []);
  });

  it('knows the namespace of a kustomization, and gives the body with it', async () => {
    const [place, ...others] = await find({ kind: 'Service', name: 'placed', namespace: 'production' });
    assert.deepEqual(others, []);
    assert.deepEqual(place?.body?.['metadata'], { name: 'placed', namespace: 'production' });
    assert.deepEqual(await find({ kind: 'Service', name: 'placed', namespace: 'elsewhere' }), []);
    const [storageClass] = await find({ kind: 'StorageClass', name: 'fast' });
    assert.deepEqual(storageClass?.body?.['metadata'], { name: 'fast' });
  });

  it('gives no body where more than the text decides what is applied', async () => {
    const patched = await find({ kind: 'Service', name: 'patched', namespace: 'shop' });
    assert.deepEqual(namesOf(patched), ['patched/service.yaml', 'patched/patch.yaml']);
    for (const name of ['patched', 'prefixed', 'templated', 'broken']) {
      const places = await find({ kind: 'Service', name });
      assert.ok(places.length > 0, name);
      assert.deepEqual(
        places.filter(({ body }) => body !== undefined),
        [],
        name,
      );
    }
  });

  it('sees the text in the editor, not the one on disk', async () => {
    await client.open('said/service.yaml', `\n\n${service('renamed')}`);
    const [place] = await find({ kind: 'Service', name: 'renamed' });
    assert.equal(place?.range.start.line, 5);
    assert.deepEqual(namesOf(await find({ kind: 'Service', name: 'shop', namespace: 'shop' })), ['plain/service.yaml']);
  });
});
