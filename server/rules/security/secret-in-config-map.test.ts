import { describeRule } from '../../../test/support/rule-cases.ts';
import { exampleSet } from '../example-set.ts';
import { secretInConfigMap } from './secret-in-config-map.ts';

const config = (data: string) => `apiVersion: v1
kind: ConfigMap
metadata:
  name: conf
data:
${data.replaceAll(/^/gmu, '  ')}
`;
const FROM = exampleSet({
  name: 'db',
  image: 'postgres:17',
  container: 'envFrom: [{ configMapRef: { name: conf } }]',
});
const MOUNTED = exampleSet({
  name: 'db',
  image: 'redis:7.4',
  container: 'args: [redis-server, /conf/redis.conf]\nvolumeMounts: [{ name: conf, mountPath: /conf }]',
  pod: 'volumes: [{ name: conf, configMap: { name: conf } }]',
});

describeRule(secretInConfigMap, {
  fires: [
    {
      name: 'variables: a password, and a URL',
      text: FROM,
      files: {
        'conf.yaml': config(
          'POSTGRES_PASSWORD: ⟦tiger⟧\nPOSTGRES_DB: shop\nSHOP_URI: ⟦postgresql://shop:hunter2@db:5432/shop⟧',
        ),
      },
      severity: 'error',
      message: /^The key \w+ of the ConfigMap 'conf' holds a password(?!.*(?:tiger|hunter2))/u,
    },
    {
      name: 'a line of a configuration file',
      text: MOUNTED,
      files: { 'conf.yaml': config('redis.conf: |\n  appendonly yes\n  # requirepass old\n  ⟦requirepass hunter2⟧') },
      message: /^(?!.*hunter2)/u,
    },
    {
      name: 'a variable by reference',
      text: FROM.replace(
        'envFrom: [{ configMapRef: { name: conf } }]',
        'env: [{ name: POSTGRES_PASSWORD, valueFrom: { configMapKeyRef: { name: conf, key: password } } }]',
      ),
      files: { 'conf.yaml': config('password: ⟦tiger⟧') },
    },
  ],
  silent: [
    { name: 'a ConfigMap without one', text: FROM, files: { 'conf.yaml': config('POSTGRES_DB: shop') } },
    { name: 'a template', text: FROM, files: { 'conf.yaml': config('POSTGRES_PASSWORD: {{ .Values.password }}') } },
    {
      name: 'what a script fills in',
      text: MOUNTED,
      files: { 'conf.yaml': config('redis.conf: |\n  requirepass ${REDIS_PASSWORD}\n  masterauth "$PASSWORD"') },
    },
    {
      name: 'a method, and a file',
      text: MOUNTED,
      files: { 'conf.yaml': config('redis.conf: |\n  password /run/secrets/password\n  password = md5') },
    },
    {
      name: 'a ConfigMap that the database does not use',
      text: exampleSet({ name: 'db', image: 'postgres:17' }),
      files: { 'conf.yaml': config('POSTGRES_PASSWORD: tiger') },
    },
  ],
});
