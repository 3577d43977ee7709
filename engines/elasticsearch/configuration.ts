import { readVariable } from '../configuration/environment.ts';
import { readYamlSettings } from '../configuration/files.ts';
import { lookAtFile } from '../configuration/mounted-file.ts';
import type { FileSight } from '../configuration/mounted-file.ts';
import { optionsOf } from '../configuration/options.ts';
import { serverCalls } from '../configuration/start.ts';
import type { EngineContext, Setting, Settings } from '../model/engine.ts';
import { CONFIGURATION_FILES } from './facts.ts';

type Facing = Omit<EngineContext, 'settings'>;

/** `eswrapper` is what the official entrypoint is told by default. */
export const SERVER_COMMANDS: readonly string[] = ['elasticsearch', 'eswrapper'];

/** Bitnami's variables that become lines of elasticsearch.yml. */
const BITNAMI_VARIABLES: Readonly<Record<string, string>> = {
  ELASTICSEARCH_CLUSTER_HOSTS: 'discovery.seed_hosts',
  ELASTICSEARCH_CLUSTER_MASTER_HOSTS: 'cluster.initial_master_nodes',
  ELASTICSEARCH_NODE_ROLES: 'node.roles',
  ELASTICSEARCH_HTTP_PORT_NUMBER: 'http.port',
  ELASTICSEARCH_TRANSPORT_PORT_NUMBER: 'transport.port',
  ELASTICSEARCH_ENABLE_SECURITY: 'xpack.security.enabled',
  ELASTICSEARCH_ENABLE_REST_TLS: 'xpack.security.http.ssl.enabled',
  ELASTICSEARCH_DATA_DIR_LIST: 'path.data',
};

/** Variables that the configuration in pires' images refers to. */
const PIRES_VARIABLES: Readonly<Record<string, string>> = {
  NODE_MASTER: 'node.master',
  NODE_DATA: 'node.data',
  NODE_INGEST: 'node.ingest',
  HTTP_ENABLE: 'http.enabled',
};

/**
 * Elasticsearch's settings under the names of elasticsearch.yml: `-E` arguments beat variables (the official entrypoint hands those
 * with a dot in their name on as `-E`), variables beat the file.
 */
export function readSettings(context: Facing): Settings {
  const settings = new Map<string, Setting>();
  const add = (setting: Setting) => settings.set(setting.name, setting);
  const sight = configurationFile(context);
  if (sight.state === 'seen' || sight.state === 'copied') {
    readYamlSettings(sight.file.text, sight.file.source).forEach((line) => add({ ...line, from: 'file' }));
  }
  for (const variable of context.container.environment.variables.keys()) {
    const name = settingNameOf(variable, context.variant);
    const found = name === undefined ? undefined : readVariable(context.container, variable);
    if (name === undefined || found?.state !== 'known') continue;
    if (found.value === '' && context.variant === 'bitnami') continue;
    add({ name, value: found.value, from: 'environment', source: found.variable.source });
  }
  argumentSettings(context).forEach(add);
  return settings;
}

/** The mounted elasticsearch.yml, as far as it is in sight; `image` where nothing is mounted over the image's own. */
export function configurationFile({ container, pod, variant }: Facing): FileSight {
  const sights = (CONFIGURATION_FILES[variant] ?? []).map((path) => lookAtFile(path, container, pod));
  for (const state of ['seen', 'copied', 'unseen']) {
    const found = sights.find((sight) => sight.state === state);
    if (found !== undefined) return found;
  }
  return { state: 'image' };
}

/**
 * The setting that a variable gives.
 * Source: https://www.elastic.co/docs/deploy-manage/deploy/self-managed/install-elasticsearch-docker-configure
 */
function settingNameOf(variable: string, variant: string): string | undefined {
  if (variant === 'bitnami') return BITNAMI_VARIABLES[variable];
  if (variant === 'pires' || variant === 'addon') return PIRES_VARIABLES[variable];
  if (/^[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+$/u.test(variable)) return variable;
  const escaped = /^ES_SETTING_([A-Z0-9_]+)$/u.exec(variable)?.[1];
  return escaped
    ?.toLowerCase()
    .split('__')
    .map((part) => part.replaceAll('_', '.'))
    .join('_');
}

/** `-Ename=value`, `-E name=value`, and `-Des.name=value` before version 5. */
function argumentSettings({ container }: Facing): Setting[] {
  return serverCalls(container, SERVER_COMMANDS)
    .flatMap(optionsOf)
    .flatMap(({ name, value, source, from }): Setting[] => {
      const pattern = name === 'E' ? /^([\w.]+)=([^]*)$/u : name === 'D' ? /^es\.([\w.]+)=([^]*)$/u : undefined;
      const match = pattern?.exec(value ?? '');
      return match ? [{ name: match[1] ?? '', value: match[2] ?? '', source, from }] : [];
    });
}
