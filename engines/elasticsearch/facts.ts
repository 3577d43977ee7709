import type { Fact } from '../model/engine.ts';

/** `path.data` of each image. */
export const DATA_DIRECTORIES: Readonly<Record<string, Fact<string>>> = {
  official: {
    value: '/usr/share/elasticsearch/data',
    source: 'https://www.elastic.co/docs/deploy-manage/deploy/self-managed/install-elasticsearch-docker-prod',
  },
  bitnami: {
    value: '/bitnami/elasticsearch/data',
    source:
      'https://github.com/bitnami/containers/tree/main/bitnami/elasticsearch (elasticsearch-env.sh: ELASTICSEARCH_DATA_DIR)',
  },
  pires: {
    value: '/data/data',
    source: 'https://github.com/pires/docker-elasticsearch/blob/master/config/elasticsearch.yml (path.data)',
  },
  addon: {
    value: '/data',
    source:
      'https://github.com/kubernetes/kubernetes/blob/release-1.18/cluster/addons/fluentd-elasticsearch/es-image/config/elasticsearch.yml',
  },
};

/** What to mount when it is not `path.data` itself. */
export const VOLUMES: Readonly<Record<string, Fact<string>>> = {
  pires: { value: '/data', source: 'https://github.com/pires/docker-elasticsearch/blob/master/Dockerfile (VOLUME)' },
};

/** The configuration file, by image. */
export const CONFIGURATION_FILES: Readonly<Record<string, readonly string[]>> = {
  official: ['/usr/share/elasticsearch/config/elasticsearch.yml'],
  bitnami: [
    '/opt/bitnami/elasticsearch/config/elasticsearch.yml',
    '/opt/bitnami/elasticsearch/config/my_elasticsearch.yml',
  ],
  pires: ['/elasticsearch/config/elasticsearch.yml'],
  addon: ['/usr/share/elasticsearch/config/elasticsearch.yml'],
};

const PORTS = 'https://www.elastic.co/docs/reference/elasticsearch/configuration-reference/networking-settings';

export const CLIENT_PORT: Fact<number> = { value: 9200, source: `${PORTS} (http.port)` };

/** Between the members. */
export const TRANSPORT_PORT: Fact<number> = { value: 9300, source: `${PORTS} (transport.port)` };

/** The Service through which nodes of pires' images find the masters unless the variable of that name says otherwise. */
export const DISCOVERY_SERVICE: Fact<string> = {
  value: 'elasticsearch-discovery',
  source: 'https://github.com/pires/docker-elasticsearch-kubernetes/blob/master/Dockerfile (DISCOVERY_SERVICE)',
};

/** Security, and TLS with it, is on from this version on unless something says otherwise. */
export const SECURE_BY_DEFAULT: Fact<number> = {
  value: 8,
  source: 'https://www.elastic.co/guide/en/elasticsearch/reference/8.0/configuring-stack-security.html',
};

/** Roles that keep something on disk: shards, or the state of the cluster. Nodes without any of them can be made again. */
export const KEEPING_ROLES: Fact<RegExp> = {
  value: /^(?:master|voting_only|search|index|data(?:_\w+)?)$/u,
  source: 'https://www.elastic.co/docs/deploy-manage/distributed-architecture/clusters-nodes-shards/node-roles',
};

/** Ongoing writes end, shards are flushed, the translog is closed. */
export const SHUTDOWN_SECONDS: Fact<number> = {
  value: 60,
  source: 'https://www.elastic.co/docs/deploy-manage/maintenance/start-stop-services/start-stop-elasticsearch',
};

/** What Elastic's own operator gives its pods: https://github.com/elastic/cloud-on-k8s (DefaultTerminationGracePeriodSeconds). */
export const GRACE_PERIOD_SECONDS = 180;

/** The HTTP port opens after the node's own state is read; the shards recover behind it. */
export const RECOVERY_SECONDS: Fact<number> = {
  value: 600,
  source: 'https://www.elastic.co/docs/reference/elasticsearch/configuration-reference/local-gateway',
};

/** What Elastic's own operator claims when nothing is said. */
export const MINIMUM_STORAGE: Fact<string> = {
  value: '1Gi',
  source: 'https://www.elastic.co/docs/deploy-manage/deploy/cloud-on-k8s/volume-claim-templates',
};

export const NETWORK_FILE_SYSTEMS: Fact<boolean> = {
  value: false,
  source:
    'https://www.elastic.co/guide/en/elasticsearch/reference/6.8/tune-for-search-speed.html (NFS and SMB should be avoided)',
};
