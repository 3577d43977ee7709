import type { Connection, ExecTarget } from '../../cluster/connection.ts';
import type { Json } from '../../../engines/model/object.ts';

/** What a server says of itself before it is backed up. No secret. */
export type ServerFacts = Readonly<Record<string, string>>;

/** Reads lines `key=value`; what is no such line is left out. */
export function parseFacts(text: string): ServerFacts {
  const facts: Record<string, string> = {};
  for (const line of text.split('\n')) {
    const [, key, value] = /^([a-z][\w.-]*)=(.*)$/u.exec(line.trimEnd()) ?? [];
    if (key !== undefined && value !== undefined) facts[key] = value;
  }
  return facts;
}

/** Asks a server in its own container. The string says why there is no answer, in plain words. Throws {@link ../cluster/trouble.ClusterTrouble}. */
export async function askFacts(
  connection: Pick<Connection, 'exec'>,
  target: ExecTarget,
  script: string,
  signal?: AbortSignal,
): Promise<ServerFacts | string> {
  const options = { timeout: 60_000, ...(signal ? { signal } : {}) };
  const { exitCode, stdout, stderr } = await connection.exec(target, ['sh', '-c', script], options);
  if (exitCode === 0) return parseFacts(stdout);
  const said = stderr.trim().slice(-300);
  return `${target.pod} did not answer (${exitCode === undefined ? 'the stream broke off' : `exit code ${exitCode}`})${said === '' ? '' : `: ${said}`}`;
}

/**
 * The facts as the mover wants them: the position read before the dump is where it starts. Counts are left out: between planning and dumping others write, so
 * the Job counts by itself.
 */
export function factsForMover(facts: ServerFacts): string {
  return Object.entries(facts)
    .filter(([key]) => key !== 'busy' && !/^(busy|count|gained|lost)[.]/u.test(key))
    .map(([key, value]) => `${key === 'position' ? 'position.start' : key}=${value}`)
    .join('\n');
}

/** A backup's id: `20261122t103000z-k3v9x2ab`. `now` in milliseconds since 1970. */
export function backupId(now: number, operation: string): string {
  const stamp = new Date(now).toISOString().slice(0, 19).replaceAll(/[-:]/gu, '').toLowerCase();
  return `${stamp}z-${operation}`;
}

/** A fact that is text; undefined where there is none. */
export function textFact(facts: Readonly<Record<string, Json>>, key: string): string | undefined {
  const value = facts[key];
  return typeof value === 'string' ? value : undefined;
}
