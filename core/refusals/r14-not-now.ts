import { stoppingEngineOf } from '../../engines/stopping.ts';
import type { LiveDatabase, LiveMember } from '../inventory/model.ts';
import { readServer } from '../procedures/members/server.ts';
import type { Refusal } from '../runner/step.ts';
import type { Check } from './refusal.ts';

/** How far a replica may be behind when a stop begins; it must have caught up before the servers end. */
const LIMITS = { bytes: 16 * 1024 ** 2, seconds: 5 } as const;

/** R14, to be mended: this is no moment to stop. A replica is far behind, a backup runs, commits wait for a standby, transactions are prepared. */
export const r14NotNow: Check = async ({ connection, database, ask, signal }) => {
  const late = database.members.filter(isLate);
  const lag =
    late.length === 0
      ? []
      : [refused(`${late.map(({ pod }) => pod.name).join(', ')} must catch up first`, late.map(lagWords).join('; '))];
  return [...lag, ...backups(database), ...(await busy(connection, database, ask, signal))];
};

/** A Job that dumps is a client like another one: its sessions would be ended, and the server does not call it a backup. */
function backups({ backups: known }: LiveDatabase): Refusal[] {
  const running = known.filter(({ form, result }) => form !== 'snapshot' && result === 'running');
  if (running.length === 0) return [];
  const names = running.map(({ object }) => `${object.kind} ${object.name}`).join(', ');
  return [refused('a backup runs', names)];
}

async function busy(
  connection: Parameters<Check>[0]['connection'],
  database: LiveDatabase,
  ask: Parameters<Check>[0]['ask'],
  signal: AbortSignal | undefined,
): Promise<Refusal[]> {
  const primary = database.members.find(({ role }) => role === 'primary');
  const engine = stoppingEngineOf(database.engine);
  if (primary === undefined || engine === undefined || ask === undefined) return [];
  const server = await readServer(connection, database, signal);
  if (server === undefined) return [];
  const { exitCode, stdout, stderr } = await ask(primary.pod.name, engine.busy(server.model.context));
  // What cannot be asked is not known, and unknown is a refusal.
  if (exitCode !== 0)
    return [
      refused(
        'whether something is under way is not known',
        `${primary.pod.name} did not answer: ${stderr.trim().slice(-200)}`,
      ),
    ];
  const reasons = stdout.split('\n').flatMap((line) => /^busy=(.+)$/u.exec(line.trim())?.[1] ?? []);
  return reasons.map((reason) => refused('something is under way', `${primary.pod.name}: ${reason}`));
}

const isLate = ({ role, lag }: LiveMember): boolean =>
  role === 'replica' && ((lag?.bytes ?? 0) > LIMITS.bytes || (lag?.seconds ?? 0) > LIMITS.seconds);

const lagWords = ({ pod, lag }: LiveMember): string =>
  `${pod.name} is ${[lag?.bytes === undefined ? undefined : `${String(lag.bytes)} bytes`, lag?.seconds === undefined ? undefined : `${String(Math.round(lag.seconds))} s`].filter((word) => word !== undefined).join(', ')} behind`;

const refused = (what: string, evidence: string): Refusal => ({
  id: 'R14',
  kind: 'mend',
  what: `Not now: ${what}.`,
  evidence,
  wayOut: 'Wait until that is over, and make a new plan.',
});
