import assert from 'node:assert/strict';
import { PLACES, WRITTEN_OBJECTS } from '../../server/protocol/messages.ts';
import type {
  PlacesParams,
  PlacesResult,
  WrittenObjectsParams,
  WrittenObjectsResult,
} from '../../server/protocol/messages.ts';
import type { StatusParams } from '../../server/protocol/messages.ts';
import { LanguageClient } from './language-client.ts';

const service = (name: string) => `apiVersion: v1
kind: Service
metadata:
  name: ${name}
spec:
  ports: [{ port: 80 }]
`;

describe('plinth/writtenObjects and plinth/places', () => {
  let client: LanguageClient;
  before(async () => {
    const files = {
      'plain.yaml': `# A comment\n---\n${service('one')}---\n${service('two')}`,
      'base/service.yaml': service('three'),
      'base/kustomization.yaml': 'namespace: shop\nresources: [service.yaml]\n',
      'prefixed/service.yaml': service('four'),
      'prefixed/kustomization.yaml': 'namePrefix: eu-\nresources: [service.yaml]\n',
    };
    client = await LanguageClient.start({ files });
    await client.message('plinth/status', ({ state, files: count }: StatusParams) => state === 'ready' && count > 2);
  });
  after(() => client.stop());

  const written = async (file: string): Promise<WrittenObjectsResult['objects']> => {
    const params: WrittenObjectsParams = { uri: client.uri(file) };
    return (await client.connection.sendRequest<WrittenObjectsResult>(WRITTEN_OBJECTS, params)).objects;
  };

  it('gives what a file says will be applied, in the namespace of its kustomization', async () => {
    assert.deepEqual(
      (await written('plain.yaml')).map(({ name, body }) => [name, body?.['kind']]),
      [
        ['one', 'Service'],
        ['two', 'Service'],
      ],
    );
    const [three] = await written('base/service.yaml');
    assert.deepEqual(three?.body?.['metadata'], { name: 'three', namespace: 'shop' });
  });

  it('gives no body where an overlay changes the object, and nothing for a file that it does not know', async () => {
    assert.deepEqual(await written('prefixed/service.yaml'), [{ kind: 'Service', name: 'four' }]);
    assert.deepEqual(await written('gone.yaml'), []);
  });

  it('tells where fields stand, by the object’s number', async () => {
    const params: PlacesParams = {
      uri: client.uri('plain.yaml'),
      fields: [
        { object: 1, path: ['spec', 'ports', 0, 'port'] },
        { object: 1, path: ['metadata', 'name'] },
        { object: 9, path: [] },
      ],
    };
    const { ranges } = await client.connection.sendRequest<PlacesResult>(PLACES, params);
    assert.deepEqual(
      ranges.map((range) => range?.start),
      [{ line: 14, character: 18 }, { line: 12, character: 8 }, undefined],
    );
  });
});
