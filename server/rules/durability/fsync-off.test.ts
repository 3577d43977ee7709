import { describeRule } from '../../../test/support/rule-cases.ts';
import { exampleSet } from '../example-set.ts';
import { fsyncOff } from './fsync-off.ts';

const set = (name: string, image: string, container: string) => exampleSet({ name, image, container });

/** A server with a configuration file in a block scalar; the style is as in YAML: `|`, `>-`, `|2`. */
const withFile = (
  image: string,
  directory: string,
  file: string,
  text: string,
  style = '|',
  immutable = false,
) => `${exampleSet({
  name: 'db',
  image,
  pod: 'volumes: [{ name: conf, configMap: { name: conf } }]',
  container: `volumeMounts: [{ name: conf, mountPath: ${directory} }]`,
})}---
apiVersion: v1
kind: ConfigMap
metadata: { name: conf }
${immutable ? 'immutable: true\n' : ''}data:
  ${file}: ${style}
${text.replaceAll(/^/gmu, '    ')}
`;
const mysql = (text: string, style?: string) => withFile('mysql:8.4', '/etc/mysql/conf.d', 'my.cnf', text, style);

describeRule(fsyncOff, {
  fires: [
    {
      name: 'PostgreSQL: an argument',
      text: set('pg', 'postgres:17', 'args: [-c, ⟦fsync=off⟧]'),
      severity: 'error',
      message: /fsync is off: a crash of the node can corrupt the whole cluster/u,
      fixed: { title: /^Set fsync to on$/u, text: set('pg', 'postgres:17', 'args: [-c, fsync=on]') },
    },
    {
      name: 'PostgreSQL: a short word',
      text: set('pg', 'postgres:17', 'args: [-c, ⟦full_page_writes=f⟧]'),
      severity: 'error',
      fixed: { text: set('pg', 'postgres:17', 'args: [-c, full_page_writes=on]') },
    },
    { name: 'PostgreSQL: the single letter', text: set('pg', 'postgres:17', 'args: [⟦-F⟧]'), message: /fsync is off/u },
    {
      name: 'torn pages on ZFS',
      text: `${set('pg', 'postgres:17', 'args: [-c, ⟦full_page_writes=off⟧]')}  volumeClaimTemplates:
    - metadata: { name: data }
      spec: { storageClassName: openebs-zfs, accessModes: [ReadWriteOnce] }
`,
      severity: 'warning',
    },
    {
      name: 'MySQL: a mounted file',
      text: mysql('[mysqld]\nmax_connections = 200\n⟦innodb_doublewrite = 0⟧\nport = 3306'),
      message: /innodb_doublewrite is 0/u,
      fixed: { text: mysql('[mysqld]\nmax_connections = 200\ninnodb_doublewrite = ON\nport = 3306') },
    },
    {
      name: 'MySQL: a folded file, in which only the value changes',
      text: mysql('[mysqld]\n\n⟦innodb_doublewrite=OFF⟧\n\nport=3306', '>-'),
      fixed: { text: mysql('[mysqld]\n\ninnodb_doublewrite=ON\n\nport=3306', '>-') },
    },
    {
      name: 'MySQL: an indented file',
      text: mysql('  [mysqld]\n  ⟦innodb_flush_method = nosync⟧', '|2'),
      message: /never asks for its files to be on the disk/u,
      fixed: { text: mysql('  [mysqld]\n  innodb_flush_method = fsync', '|2') },
    },
    {
      name: 'MariaDB',
      text: set('maria', 'mariadb:11.4', 'args: [⟦--innodb-doublewrite=0⟧]'),
      fixed: { text: set('maria', 'mariadb:11.4', 'args: [--innodb-doublewrite=ON]') },
    },
    {
      name: 'MongoDB: a bare switch, which no value mends',
      text: set('mongo', 'mongo:5.0', 'args: [⟦--nojournal⟧]'),
      message: /everything since the last checkpoint/u,
    },
  ],
  silent: [
    { name: 'on', text: set('pg', 'postgres:17', 'args: [-c, fsync=on, -c, full_page_writes=true]') },
    { name: 'templated', text: set('pg', 'postgres:17', 'args: [-c, "fsync={{ .Values.fsync }}"]') },
    { name: 'a comment', text: mysql('[mysqld]\n# innodb_doublewrite = 0') },
    { name: 'another section', text: mysql('[mysqldump]\ninnodb_doublewrite = 0') },
    { name: 'the later argument counts', text: set('pg', 'postgres:17', 'args: [-c, fsync=off, -c, fsync=on]') },
    { name: 'MongoDB has no such switch any more', text: set('mongo', 'mongo:7.0', 'args: [--nojournal]') },
    {
      name: 'data to throw away',
      text: set('pg', 'postgres:17', 'args: [-c, fsync=off]').replace(
        '  name: pg\n',
        '  name: pg\n  annotations: { plinth.dev/ephemeral: "tests of a pipeline" }\n',
      ),
    },
  ],
});
