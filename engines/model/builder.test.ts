import assert from 'node:assert/strict';
import { allFromYaml } from '../../test/support/manifest.ts';
import { lookupOf } from '../../test/support/lookup.ts';
import { recognise } from '../recognise.ts';
import { buildModel } from './builder.ts';

function serversOf(containers: string): (string | undefined)[] {
  const text = `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: orders
spec:
  template:
    spec:
      containers:
${containers}`;
  const objects = allFromYaml(text);
  const model = buildModel(objects[0]!, lookupOf(objects), { recognise }, []);
  return model?.databases.map(({ container }) => container.name) ?? [];
}

const SERVER = `        - name: server
          image: postgres:16
`;

describe('the databases of a workload', () => {
  it('are none for a sidecar that shares the server’s variables and mounts', () => {
    const sidecar = `        - name: role-label
          image: registry.example/tools:1
          command: [bash, /scripts/role-label.sh]
          env:
            - name: PGDATA
              value: /var/lib/postgresql/data/pgdata
          volumeMounts:
            - name: data
              mountPath: /var/lib/postgresql/data
`;
    assert.deepEqual(serversOf(SERVER + sidecar), ['server']);
    // Alone, the same container is taken for a server.
    assert.deepEqual(serversOf(sidecar), ['role-label']);
  });

  it('are two where a second container starts a server, or is one by its image', () => {
    const second = `        - name: second
          image: registry.example/own:1
          command: [postgres, -D, /data]
`;
    assert.deepEqual(serversOf(SERVER + second), ['server', 'second']);
    assert.deepEqual(serversOf(`${SERVER}        - name: other\n          image: postgres:15\n`), ['server', 'other']);
  });
});
