import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { connect } from '../../cluster/connect.ts';
import type { Connection } from '../../cluster/connection.ts';
import { readContexts } from '../../cluster/kubeconfig/contexts.ts';
import { CLOCK } from '../../runner/clock.ts';
import type { RunnerEvent } from '../../runner/events.ts';
import type { Operation } from '../../runner/plan.ts';
import { REFUSED } from '../job.ts';
import { READY_FILE } from '../manifests.ts';
import { FOLDER, MOVER_KEY, readRequest, REQUEST_KEY, type RunnerRequest } from '../request.ts';
import { findDatabase } from './find-database.ts';
import { handOver } from './hand-over.ts';
import { partnerTrouble } from './partner.ts';
import { asOf, nothingToDo } from './by-the-clock.ts';
import { recordOf } from './record-of.ts';
import { serve } from './serve.ts';
import { tellEnd } from './tell-end.ts';

/** What the operations of a pod are made from. */
export interface PodTools {
  /** The mover's program. Throws where it did not travel along. */
  readonly mover: () => Promise<{ readonly text: string }>;
  readonly request: RunnerRequest;
}

/** Runs one of the two pods to its end; gives the exit code. */
export async function runPod(operationsFrom: (tools: PodTools) => readonly Operation[]): Promise<number> {
  const { PLINTH_REQUEST: key = REQUEST_KEY, PLINTH_JOB_UID: uid = '', PLINTH_JOB: job = '' } = process.env;
  const request = asOf(readRequest(await readFile(`${FOLDER}/${key}`, 'utf8')), uid);
  const { operation: wanted, database, parameters, id } = request;
  const operation = operationsFrom({ mover, request }).find((one) => one.id === wanted);
  if (operation === undefined) throw new Error(`This version of Plinth does not know the operation ${wanted}.`);
  const holder = `${process.env['PLINTH_POD'] ?? 'runner'}-${randomBytes(2).toString('hex')}`;
  const index = process.env['JOB_COMPLETION_INDEX'] ?? '0';
  const connection = await inCluster();
  process.once('SIGTERM', () => {
    say('This pod is to end: it hands over.');
    connection.close();
    // An exit code of 0 would count as done.
    void inCluster()
      .then((other) => handOver(other, database, holder))
      .finally(() => process.exit(1));
  });
  const live = () => findDatabase(connection, database);
  if (request.confirmed === undefined && (await recordOf(connection, database.namespace, id)) === undefined) {
    const why = nothingToDo(wanted, await live());
    if (why !== undefined) {
      say(why);
      return 0;
    }
  }
  const outcome = await serve({
    connection,
    clock: CLOCK,
    request,
    holder,
    first: index === '0',
    plan: async (facts) => operation.plan({ connection, database: await live(), now: Date.now, id, facts }, parameters),
    ready: () => writeFile(READY_FILE, ''),
    partner: () => partnerTrouble(connection, database.namespace, job, index),
    say,
    heard: (event) => {
      const line = eventLine(event);
      if (line !== undefined) say(line);
    },
  });
  connection.close();
  await tellEnd(outcome);
  if ('record' in outcome) return 0;
  return 'refusals' in outcome ? REFUSED : 1;
}

async function inCluster(): Promise<Connection> {
  const { contexts } = await readContexts();
  const own = contexts.find((context) => context.id === 'in-cluster');
  if (own === undefined) throw new Error('This program runs in a pod with a ServiceAccount, and nowhere else.');
  return connect(own);
}

async function mover(): Promise<{ readonly text: string }> {
  return { text: gunzipSync(await readFile(`${FOLDER}/${MOVER_KEY}`)).toString('utf8') };
}

const say = (text: string): void => {
  process.stdout.write(`${new Date().toISOString()} ${text}\n`);
};

function eventLine(event: RunnerEvent): string | undefined {
  const { record } = event;
  switch (event.type) {
    case 'journal':
      return undefined;
    case 'phase':
      return `${record.title}: ${record.phase}. ${record.reason ?? ''}`.trim();
    case 'progress':
      return `${event.step}: ${event.progress.text}`;
    case 'step': {
      const step = record.steps.find(({ id }) => id === event.step);
      return `${event.step}: ${step?.state ?? ''}. ${step?.evidence ?? ''}`.trim();
    }
  }
}
