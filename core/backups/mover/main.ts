// The mover: a program for a Job's pod that takes a dump from the engine's container to where backups lie, and back.
import { attest } from './attest.ts';
import type { Retention } from '../retention.ts';
import { Exchange } from './exchange.ts';
import { fetchBackup } from './fetch.ts';
import { placeOf, shelfFolder } from './folders.ts';
import { backupsAt } from './index-at.ts';
import { keepTo } from './keep-to.ts';
import type { MoverLine } from './lines.ts';
import { Fault, Obstacle, Unread, type Place } from './place.ts';
import { removeBackups } from './remove.ts';
import { REQUEST_VARIABLE, SECRET_VARIABLES, type MoverRequest, type StoreRequest } from './request.ts';
import { datedNow } from './run-time.ts';
import { store } from './store.ts';
import { Tally } from './tally.ts';

/** Milliseconds between two lines of progress. */
const EVERY = 2000;

/** Seconds that an engine's side which still waits for the stream is given after a failure. */
const RELEASE = 10;

/** Whether somebody takes the Job away. */
const ending = new AbortController();

const say = (line: MoverLine): boolean => process.stdout.write(`${JSON.stringify(line)}\n`);

async function withProgress<T>(tally: Tally, work: () => Promise<T>): Promise<T> {
  const tell = (): boolean => say({ progress: { bytes: tally.bytes, stored: tally.stored } });
  const timer = setInterval(tell, EVERY);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    tell();
  }
}

/** Does what is asked; gives the last line. After a failure the engine's side is let go. */
async function run(request: MoverRequest, env: NodeJS.ProcessEnv): Promise<MoverLine> {
  if (request.do === 'store' || request.do === 'fetch') {
    const exchange = new Exchange(request);
    try {
      return await withStream(request, exchange, env);
    } catch (error) {
      say(told(error, env));
      await exchange.moved(1);
      const way = request.do === 'store' ? 'read' : 'write';
      await exchange.release(way, Math.min(RELEASE, request.patience?.status ?? RELEASE));
      await exchange.unblock(way);
      throw error;
    }
  }
  const place = placeOf(request, env);
  switch (request.do) {
    case 'list': {
      if (request.shelf !== undefined) shelfFolder(request.destination, request.shelf);
      let listed = 0;
      for await (const listedBackup of backupsAt(place, request.destination.prefix, request.shelf)) {
        say({ listedBackup });
        listed++;
      }
      return { listed };
    }
    case 'remove':
      return { removed: await removeBackups(request, place) };
    case 'attest':
      return { attested: await attest(request, place) };
  }
}

async function withStream(
  request: Extract<MoverRequest, { do: 'store' | 'fetch' }>,
  exchange: Exchange,
  env: NodeJS.ProcessEnv,
): Promise<MoverLine> {
  const place = placeOf(request, env);
  const tally = new Tally();
  if (request.do === 'store') {
    const dated = datedNow(request, Date.now());
    const manifest = await withProgress(tally, () => store(dated, place, exchange, tally, ending.signal));
    await exchange.moved(0);
    if (dated.retention !== undefined) say({ pruned: await prune(dated, dated.retention, place, env) });
    return { manifest };
  }
  await withProgress(tally, () => fetchBackup(request, place, exchange, tally, env));
  return { fetched: { bytes: tally.bytes, stored: tally.stored } };
}

/** The backup is whole; what retention cannot do is said, and does not make it less. */
async function prune(
  request: StoreRequest,
  rules: Retention,
  place: Place,
  env: NodeJS.ProcessEnv,
): Promise<Extract<MoverLine, { pruned: unknown }>['pruned']> {
  try {
    return { removed: await keepTo(rules, request, place, Date.now()), why: undefined };
  } catch (error) {
    return { removed: [], why: words(error, env) };
  }
}

/** An error in words, and no secret in them, whatever a library may have put there. */
function words(error: unknown, env: NodeJS.ProcessEnv): string {
  let text = error instanceof Obstacle ? error.message : `The mover failed: ${String(error)}`;
  for (const name of SECRET_VARIABLES)
    for (const secret of (env[name] ?? '').split('\n'))
      if (secret.trim().length > 3) text = text.replaceAll(secret.trim(), '•••');
  return text;
}

/** The last line of a run that failed. */
function told(error: unknown, env: NodeJS.ProcessEnv): MoverLine {
  const kind = error instanceof Fault ? 'backup' : error instanceof Unread ? 'engine' : 'way';
  return { error: words(error, env), kind };
}

function requested(env: NodeJS.ProcessEnv): MoverRequest {
  const text = env[REQUEST_VARIABLE];
  if (text === undefined) throw new Obstacle(`The variable ${REQUEST_VARIABLE} is missing.`);
  try {
    return JSON.parse(text) as MoverRequest;
  } catch {
    throw new Obstacle(`The variable ${REQUEST_VARIABLE} is not JSON.`);
  }
}

async function main(): Promise<number> {
  let streamed = false;
  try {
    const request = requested(process.env);
    streamed = request.do === 'store' || request.do === 'fetch';
    // The first process of a container does not hear it otherwise. Whoever writes a backup takes back what is written; the others have nothing to take back.
    process.once('SIGTERM', () => {
      if (request.do === 'store') ending.abort();
      else process.exit(1);
    });
    say(await run(request, process.env));
    return 0;
  } catch (error) {
    // With a stream it has been said before the engine's side was let go.
    if (!streamed) say(told(error, process.env));
    return 1;
  }
}

// Connections that are kept alive would keep the program.
void main().then((code) => process.exit(code));
