import assert from 'node:assert/strict';
import { exampleTexts } from '../../../test/support/texts.ts';
import { allFindings, linterOf } from '../../../test/support/workspace.ts';
import type { RuleId } from '../rule.ts';

/** One way to break a sound backup job, and the one rule that must say so. */
interface Mutation {
  readonly rule: RuleId;
  readonly how: string;
  readonly engines: readonly string[];
  readonly mutate: (text: string) => string;
}

const ALL = ['postgresql', 'mysql', 'mariadb', 'mongodb', 'redis', 'valkey'];
const PIPED = ['mysql', 'mariadb'];

const MUTATIONS: readonly Mutation[] = [
  {
    rule: 'backup/overlapping',
    how: 'no policy',
    engines: ALL,
    mutate: (text) => text.replace('  concurrencyPolicy: Forbid\n', ''),
  },
  {
    rule: 'backup/no-deadline',
    how: 'no deadline',
    engines: ALL,
    mutate: (text) => text.replace('      activeDeadlineSeconds: 14400\n', ''),
  },
  {
    rule: 'backup/invalid-schedule',
    how: 'six fields',
    engines: ALL,
    mutate: (text) => text.replace("schedule: '", "schedule: '0 "),
  },
  {
    rule: 'backup/suspended',
    how: 'suspended',
    engines: ALL,
    mutate: (text) => text.replace('concurrencyPolicy', 'suspend: true\n  concurrencyPolicy'),
  },
  {
    rule: 'backup/pipe-hides-failure',
    how: 'no pipefail',
    engines: PIPED,
    mutate: (text) => text.replace('-euo pipefail', '-eu'),
  },
  {
    rule: 'backup/failures-forgotten',
    how: 'no -e',
    engines: ALL,
    mutate: (text) => text.replace('-euo pipefail', '-uo pipefail'),
  },
  {
    rule: 'backup/failures-forgotten',
    how: '|| true',
    engines: ['mysql', 'mariadb', 'mongodb', 'redis', 'valkey'],
    mutate: (text) => text.replace('"$target.part"\n', '"$target.part" || true\n'),
  },
  {
    rule: 'backup/no-retention',
    how: 'nothing removes old dumps',
    engines: ALL,
    mutate: (text) => text.replace(/ +find .*\n/u, ''),
  },
  {
    rule: 'backup/discarded',
    how: 'no mount',
    engines: ALL,
    mutate: (text) => text.replace(/ +- name: backup\n +mountPath: \/backup\n/u, ''),
  },
  {
    rule: 'backup/discarded',
    how: 'an emptyDir',
    engines: ALL,
    mutate: (text) => text.replace(/persistentVolumeClaim:\n +claimName: .*\n/u, 'emptyDir: {}\n'),
  },
  {
    rule: 'backup/overwrites-last',
    how: 'one name',
    engines: ALL,
    mutate: (text) => text.replace(/\$\(date -u[^)]*\)/u, 'last'),
  },
  {
    rule: 'backup/inconsistent',
    how: 'no single transaction, no locks',
    engines: PIPED,
    mutate: (text) => text.replace(' --single-transaction', '').replace(/ --(?:source|master)-data=2/u, ''),
  },
  {
    rule: 'backup/inconsistent',
    how: 'no oplog',
    engines: ['mongodb'],
    mutate: (text) => text.replace(' --oplog', ''),
  },
  {
    rule: 'backup/partial',
    how: 'one database',
    engines: PIPED,
    mutate: (text) => text.replace(' --all-databases', ' shop'),
  },
  {
    rule: 'backup/world-readable',
    how: 'chmod 777',
    engines: ALL,
    mutate: (text) => text.replace(/( +)mv /u, '$1chmod 777 "$target.part"\n$1mv '),
  },
  {
    rule: 'backup/undefined-variable',
    how: 'a letter',
    engines: ['mysql', 'mariadb', 'mongodb'],
    mutate: (text) => text.replace(/"\$(\w+_HOST)(S?)"/u, '"$$$1X$2"'),
  },
  {
    rule: 'backup/client-older-than-server',
    how: 'an old image',
    engines: ALL,
    mutate: (text) => text.replace(/(image: \S+:)\d+/u, '$15'),
  },
  {
    rule: 'backup/no-host',
    how: 'no host',
    engines: ['postgresql', 'redis', 'valkey'],
    mutate: (text) => text.replace(/ -h \S+/u, '').replace(/ +- name: PGHOST\n +value: .*\n/u, ''),
  },
  {
    rule: 'backup/does-nothing',
    how: 'no shell',
    engines: ALL,
    mutate: (text) => text.replace(/command:\n +- bash\n +- -c\n/u, 'args:\n'),
  },
];

describe('sound backups, broken in one way', () => {
  const texts = exampleTexts().map(({ name, text }) => [name.replaceAll('\\', '/'), text] as const);
  const sound = (engine: string) =>
    texts.filter(([name]) => name.startsWith(`sound/${engine}/`) || name.startsWith('sound/platform/'));

  for (const { rule, how, engines, mutate } of MUTATIONS) {
    for (const engine of engines) {
      it(`${engine}, ${how}: ${rule} and nothing else`, () => {
        const files = sound(engine).map(([name, text]) => {
          return [name, name.endsWith('/backup.yaml') ? mutate(text) : text] as const;
        });
        assert.notDeepEqual(files, sound(engine), 'it is broken');
        const found = allFindings(linterOf(Object.fromEntries(files)));
        assert.deepEqual([...new Set(found.map((one) => one.rule))], [rule]);
      });
    }
  }

  for (const engine of ALL) {
    it(`${engine}, without its backup: backup/none and nothing else`, () => {
      const files = sound(engine).filter(([name]) => !name.endsWith('/backup.yaml'));
      const found = allFindings(linterOf(Object.fromEntries(files)));
      assert.deepEqual([...new Set(found.map(({ rule }) => rule))], ['backup/none']);
    });
  }
});
