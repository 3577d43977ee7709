import { unreadProgram } from '../configuration/sight.ts';
import { isPlainTool } from '../configuration/tools.ts';
import type { Pod } from '../model/workload.ts';
import { backupSteps } from './backup-steps.ts';
import type { BackupStep } from './backup-steps.ts';
import { isCarrier } from './carriers.ts';
import { landingOfPath } from './landing.ts';
import { dumpToolOf } from './tools.ts';

/** Options with which `curl` and `wget` send a file; without them they only ask, or ring a bell. */
const SENDS = /^(?:-[a-zA-Z]*T|--upload-file|-F|--form|--data-binary|--post-file|--body-file)|^(?:-d|--data)$|^@/u;

/** Programs of databases that are no dump: one reads another server's dump in. */
const READERS = /^(?:psql|mysql|mariadb|mongorestore|pg_restore|mongosh?|redis-cli|valkey-cli|\w*cli)$/u;

/** True where something in the pod carries what lies there off, or may do so: a program or image that nobody can look into. */
export function isCarriedOff(pod: Pod): boolean {
  return pod.containers.some((container) => {
    const steps = backupSteps(container);
    // What the image does by itself cannot be seen.
    if (container.words.length === 0 || steps.length === 0) return true;
    const dumps = steps.flatMap(({ program }) => (dumpToolOf(program) === undefined ? [] : (program ?? [])));
    return steps.some(carries) || unreadProgram(container, [...dumps, ...KNOWN]) !== undefined;
  });
}

/** Programs that only look, count and compress. */
const KNOWN =
  'pg_isready psql mysql mariadb mysqladmin mariadb-admin mongo mongosh gzip pigz bzip2 xz lz4 openssl gpg du df split md5 sha1sum time logger pg_verifybackup pg_restore redis-check-rdb valkey-check-rdb zcat xzcat zstdcat'.split(
    ' ',
  );

function carries(step: BackupStep): boolean {
  const { program, words, writesTo, script } = step;
  if (script?.called === false) return false;
  if (program === undefined) return words.length > 0;
  if (program === 'curl' || program === 'wget') return words.some(({ value }) => SENDS.test(value));
  if (isCarrier(program)) return true;
  if (READERS.test(program) && step.step.redirects.some(({ operator }) => operator === '<')) return true;
  if (dumpToolOf(program) !== undefined) return false;
  // It puts something onto a volume that stays.
  const puts = isPlainTool(program) || writesTo.length > 0 ? [...words, ...writesTo] : [];
  return (
    puts.some(({ value }) => value.startsWith('/') && landingOfPath(value, step).kind === 'kept') &&
    !LOOKERS.has(program)
  );
}

const LOOKERS: ReadonlySet<string> = new Set(
  'ls find du df stat cat head tail wc test [ mkdir rm chmod chown cd echo printf'.split(' '),
);
