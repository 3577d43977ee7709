/**
 * Command line options under the names that the configuration file has for them; a fixed value where the option stands alone.
 * Source: https://www.mongodb.com/docs/manual/reference/configuration-file-settings-command-line-options-mapping/
 */
const OPTIONS: Readonly<Record<string, string | readonly [name: string, value: string]>> = {
  dbpath: 'storage.dbPath',
  replset: 'replication.replSetName',
  oplogsize: 'replication.oplogSizeMB',
  port: 'net.port',
  bind_ip: 'net.bindIp',
  bind_ip_all: ['net.bindIpAll', 'true'],
  tlsmode: 'net.tls.mode',
  sslmode: 'net.tls.mode',
  auth: ['security.authorization', 'enabled'],
  noauth: ['security.authorization', 'disabled'],
  keyfile: 'security.keyFile',
  clusterauthmode: 'security.clusterAuthMode',
  configsvr: ['sharding.clusterRole', 'configsvr'],
  shardsvr: ['sharding.clusterRole', 'shardsvr'],
  journal: ['storage.journal.enabled', 'true'],
  nojournal: ['storage.journal.enabled', 'false'],
  directoryperdb: ['storage.directoryPerDB', 'true'],
  storageengine: 'storage.engine',
  wiredtigercachesizegb: 'storage.wiredTiger.engineConfig.cacheSizeGB',
  config: 'config',
  f: 'config',
};

/** A setting's canonical name and value for an option; undefined for options that say nothing about data, network or replication. */
export function settingOf(
  option: string,
  value: string | undefined,
): readonly [name: string, value: string] | undefined {
  const known = OPTIONS[option.toLowerCase()];
  if (known === undefined) return undefined;
  if (typeof known === 'string') return value === undefined ? undefined : [known, value];
  // In the old configuration format a switch is written `configsvr = true`.
  return value === 'false' ? undefined : known;
}

/** `net.ssl` was the name of `net.tls` before 4.2. */
export function canonicalName(name: string): string {
  return name === 'net.ssl.mode' ? 'net.tls.mode' : name;
}
