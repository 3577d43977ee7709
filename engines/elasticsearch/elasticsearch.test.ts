import assert from 'node:assert/strict';
import { contextOf, setOf, textAt } from '../../test/support/context.ts';
import { elasticsearch } from './index.ts';

const config = (text: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: config }\ndata:\n  elasticsearch.yml: |\n    ${text.replaceAll('\n', '\n    ')}`;
const volumes = 'volumes: [{ name: config, configMap: { name: config } }]';
const configured = `
image: docker.elastic.co/elasticsearch/elasticsearch:8.15.0
volumeMounts: [{ name: config, mountPath: /usr/share/elasticsearch/config/elasticsearch.yml, subPath: elasticsearch.yml }]`;
const official = 'image: docker.elastic.co/elasticsearch/elasticsearch:8.15.0';
const env = (name: string, value: string, image = official) =>
  setOf(`${image}\nenv: [{ name: ${name}, value: "${value}" }]`);

function directory(text: string) {
  const found = elasticsearch.dataDirectory(contextOf(text).context);
  return found && [found.path, found.certain];
}

describe('Elasticsearch images', () => {
  const cases: readonly (readonly [image: string, variant: string, role: string, version?: string])[] = [
    ['docker.elastic.co/elasticsearch/elasticsearch:8.15.0', 'official', 'server', '8.15.0'],
    ['docker.elastic.co/elasticsearch/elasticsearch-oss:6.8.0', 'official', 'server', '6.8.0'],
    ['elasticsearch:7.17.9', 'official', 'server', '7.17.9'],
    ['elastic/elasticsearch:8.15.0', 'official', 'server', '8.15.0'],
    ['bitnami/elasticsearch:8.15.3', 'bitnami', 'server', '8.15.3'],
    ['bitnamilegacy/elasticsearch:7', 'bitnami', 'server', '7'],
    ['quay.io/pires/docker-elasticsearch-kubernetes:5.6.0', 'pires', 'server', '5.6.0'],
    ['gcr.io/google-containers/elasticsearch:v5.6.4', 'addon', 'server', '5.6.4'],
    ['docker.elastic.co/kibana/kibana:8.15.0', 'admin', 'admin', '8.15.0'],
    ['quay.io/prometheuscommunity/elasticsearch-exporter:v1.5.0', 'exporter', 'exporter', '1.5.0'],
    ['lmenezes/cerebro:0.9.4', 'admin', 'admin', '0.9.4'],
    ['docker.elastic.co/eck/eck-operator:2.14.0', 'operator', 'operator', '2.14.0'],
  ];
  for (const [image, variant, role, version] of cases) {
    it(`knows ${image}`, () => {
      const { recognition } = contextOf(setOf(`image: ${image}`));
      assert.deepEqual(
        [recognition.engine.id, recognition.variant, recognition.role, recognition.version?.text],
        ['elasticsearch', variant, role, version],
      );
    });
  }
});

describe('Elasticsearch data directory', () => {
  const cases: readonly (readonly [what: string, text: string, expected: readonly [string, boolean] | undefined])[] = [
    ['the official default', setOf(official), ['/usr/share/elasticsearch/data', true]],
    ['bitnami', setOf('image: bitnami/elasticsearch:8.15.3'), ['/bitnami/elasticsearch/data', true]],
    ['pires', setOf('image: quay.io/pires/docker-elasticsearch-kubernetes:5.6.0'), ['/data/data', true]],
    ['path.data as a variable', env('path.data', '/srv/es'), ['/srv/es', true]],
    ['path.data in the other spelling', env('ES_SETTING_PATH_DATA', '/srv/es'), ['/srv/es', true]],
    ['-Epath.data', setOf(`${official}\nargs: [-Epath.data=/e]`), ['/e', true]],
    ['-E path.data after the program', setOf(`${official}\nargs: [elasticsearch, -E, path.data=/e]`), ['/e', true]],
    [
      'path.data in a file',
      setOf(configured, volumes, config('path.data: /var/lib/elasticsearch')),
      ['/var/lib/elasticsearch', true],
    ],
    ['path: data: in a file', setOf(configured, volumes, config('path:\n  data: /d\n  logs: /l')), ['/d', true]],
    [
      'a file that says nothing',
      setOf(configured, volumes, config('cluster.name: demo')),
      ['/usr/share/elasticsearch/data', true],
    ],
    ['a file out of sight', setOf(configured, volumes), ['/usr/share/elasticsearch/data', false]],
    ['a relative path', env('path.data', 'data'), undefined],
  ];
  for (const [what, text, expected] of cases) it(`follows ${what}`, () => assert.deepEqual(directory(text), expected));
});

describe('Elasticsearch persistence', () => {
  const state = (text: string) => elasticsearch.persistence(contextOf(text).context).state;
  it('depends on the roles of the node', () => {
    assert.equal(state(setOf(official)), 'on');
    assert.equal(state(env('node.roles', 'master')), 'on');
    assert.equal(state(env('node.roles', 'data_hot,data_content')), 'on');
    assert.equal(state(env('node.roles', '')), 'off');
    assert.equal(state(env('node.roles', '[]')), 'off');
    assert.equal(state(env('node.roles', 'ingest')), 'off');
    assert.equal(state(setOf(configured, volumes, config('node.roles: [ master, ingest ]'))), 'on');
    assert.equal(state(setOf(configured, volumes, config('node.roles: [ ]'))), 'off');
  });

  it('depends on the older switches', () => {
    const node = (master: string, data: string) =>
      state(
        setOf(
          `image: elasticsearch:7.9.0\nenv: [{ name: node.master, value: "${master}" }, { name: node.data, value: "${data}" }]`,
        ),
      );
    assert.equal(node('true', 'false'), 'on');
    assert.equal(node('false', 'true'), 'on');
    assert.equal(node('false', 'false'), 'off');
  });
});

describe('Elasticsearch replication', () => {
  const cases: readonly (readonly [what: string, text: string, state: string])[] = [
    ['seed hosts', env('discovery.seed_hosts', 'es-0.es,es-1.es'), 'self'],
    [
      'seed hosts that only the pod knows',
      setOf(`${official}\nenv: [{ name: discovery.seed_hosts, value: "$(SEEDS)" }]`),
      'self',
    ],
    ['initial masters', env('cluster.initial_master_nodes', 'es-0'), 'self'],
    ['hosts of old versions', env('discovery.zen.ping.unicast.hosts', 'es'), 'self'],
    [
      'hosts in a file',
      setOf(configured, volumes, config('discovery:\n  seed_hosts:\n    - es-0.es\n    - es-1.es')),
      'self',
    ],
    ['single-node', env('discovery.type', 'single-node'), 'none'],
    ['nothing', setOf(official), 'none'],
    ['variables out of sight', setOf(`${official}\nenvFrom: [{ configMapRef: { name: c } }]`), 'unknown'],
    ['a file out of sight', setOf(configured, volumes), 'unknown'],
    [
      'a configuration folder out of sight',
      setOf(`${official}\nvolumeMounts: [{ name: config, mountPath: /usr/share/elasticsearch/config }]`, volumes),
      'unknown',
    ],
    ['bitnami hosts', env('ELASTICSEARCH_CLUSTER_HOSTS', 'es', 'image: bitnami/elasticsearch:8'), 'self'],
    ['pires', setOf('image: quay.io/pires/docker-elasticsearch-kubernetes:5.6.0'), 'self'],
  ];
  for (const [what, text, state] of cases) {
    it(`is ${state} with ${what}`, () => assert.equal(elasticsearch.replication(contextOf(text).context).state, state));
  }

  it('points at the line of the file', () => {
    const text = setOf(configured, volumes, config('cluster.name: demo\ndiscovery.seed_hosts: ["es-0.es"]'));
    const { evidence } = elasticsearch.replication(contextOf(text).context);
    assert.ok(evidence);
    assert.equal(textAt(evidence), 'discovery.seed_hosts: ["es-0.es"]');
  });
});

describe('Elasticsearch discovery', () => {
  const pires = 'image: quay.io/pires/docker-elasticsearch-kubernetes:6.3.2';
  const seeds = (hosts: string) => setOf(configured, volumes, config(`discovery.seed_hosts: ${hosts}`));
  const cases: readonly (readonly [what: string, text: string, asks: boolean])[] = [
    ['its own Service', env('discovery.seed_hosts', 'db.space.svc.cluster.local:9300'), true],
    ['members of its own Service', seeds('["db-0.db", "db-1.db"]'), true],
    ["the masters' Service", env('discovery.seed_hosts', 'masters.space.svc.cluster.local'), false],
    ["the masters' Service, and its own", seeds('[masters, db]'), true],
    ['a host that only the pod knows', env('discovery.seed_hosts', '$(HOSTS)'), true],
    ['nothing in sight', setOf(configured, volumes), true],
    ['the Service of pires by default', setOf(pires), false],
    ['its own Service by variable', env('DISCOVERY_SERVICE', 'db', pires), true],
  ];
  for (const [what, text, asks] of cases) {
    it(`asks ${what}`, () => {
      const { context } = contextOf(text);
      const replication = { state: 'self', why: '' } as const;
      assert.equal(elasticsearch.topology.peersBeforeReady(context, replication), asks);
    });
  }
});

describe('Elasticsearch probes and port', () => {
  const readiness = (text: string) => JSON.stringify(elasticsearch.readinessProbe(contextOf(text).context)?.probe);

  it('ask the scheme that is configured', () => {
    assert.match(readiness(env('xpack.security.enabled', 'false')), /"http:\/\/127|http:\/\/127\.0\.0\.1:9200/u);
    assert.doesNotMatch(readiness(env('xpack.security.enabled', 'false')), /https/u);
    assert.match(readiness(env('xpack.security.http.ssl.enabled', 'true')), /https:\/\/127\.0\.0\.1:9200/u);
    assert.match(readiness(setOf(official)), /for s in https http/u);
    assert.doesNotMatch(readiness(setOf('image: elasticsearch:7.17.9')), /https/u);
  });

  it('ask the transport port of a node without HTTP', () => {
    const text = env('HTTP_ENABLE', 'false', 'image: quay.io/pires/docker-elasticsearch-kubernetes:5.6.0');
    assert.equal(elasticsearch.port(contextOf(text).context), 9300);
    assert.match(readiness(text), /"tcpSocket":\{"port":9300\}/u);
  });

  it('follow the port', () => {
    assert.equal(elasticsearch.port(contextOf(env('http.port', '9201')).context), 9201);
    assert.equal(elasticsearch.port(contextOf(env('http.port', '9200-9300')).context), undefined);
  });
});
