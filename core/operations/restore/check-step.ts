import { quote } from '../../../engines/probes/quote.ts';
import type { Manifest } from '../../backups/manifest.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import type { Hand } from '../../runner/hand.ts';
import type { Step } from '../../runner/step.ts';
import { execRights } from '../backup/needs.ts';
import { textFact } from '../backup/facts.ts';
import { judge, type Judged } from './judge.ts';
import { FAULT } from './fetched-step.ts';
import type { Asking } from './restoring-model.ts';
import { UNFIT } from './unfit.ts';

/** What the checks of a restored server came to, and when. */
export interface Checked extends Judged {
  /** From the load's beginning to the last answer. */
  readonly seconds: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Asks the restored server, and keeps the outcome as the fact `outcome`. */
export function checkStep(
  target: { readonly namespace: string; readonly pod: string; readonly container: string },
  script: string,
  port: number,
  asking?: Asking,
): Step {
  return {
    id: 'check',
    title: `Check ${target.pod}: the engine's own checks, and what it counts`,
    commands: [`kubectl --namespace ${target.namespace} exec ${target.pod} -c ${target.container} -- sh -c '…'`],
    needs: execRights(target.namespace),
    removesWrites: false,
    deadline: 3_600,
    observe: (hand) =>
      Promise.resolve(
        hand.facts['outcome'] === undefined
          ? { state: 'todo', evidence: 'It was not checked yet.' }
          : { state: 'done', evidence: 'It was checked.' },
      ),
    act: async (hand) => {
      const manifest = hand.facts['manifest'] as unknown as Manifest;
      const fault = textFact(hand.facts, UNFIT) ?? textFact(hand.facts, FAULT);
      const found =
        fault === undefined
          ? await judged(hand, target, `HOST=127.0.0.1 PORT=${port}; export HOST PORT\n`, { script, manifest, asking })
          : ({ outcome: 'failed', findings: [`FAULT: ${fault}`], counts: {} } as const);
      const began = hand.facts['loadStarted'];
      const at = hand.now();
      const seconds = typeof began === 'number' ? (at - began) / 1_000 : 0;
      if (found.outcome === 'verified') await hand.keep('measured.restoreSeconds', seconds);
      await hand.keep('outcome', { ...found, seconds, at });
    },
  };
}

/** The engine's own checks, then the query: a person's, or the one that the backup brings. */
async function judged(
  hand: Hand,
  target: Parameters<Hand['script']>[0],
  place: string,
  {
    script,
    manifest,
    asking,
  }: { readonly script: string; readonly manifest: Manifest; readonly asking: Asking | undefined },
): Promise<Judged> {
  const said = await ask(hand, target, `${place}${script}`);
  const { query, expect, script: asks } = asking ?? {};
  const put = query ?? (manifest.query && { text: manifest.query.text, database: manifest.query.database });
  if (asks === undefined || put === undefined) return judge(said, manifest);
  const variables = `PLINTH_QUERY=${quote(put.text)} PLINTH_QUERY_DATABASE=${quote(put.database ?? '')}; export PLINTH_QUERY PLINTH_QUERY_DATABASE\n`;
  const answer = await ask(hand, target, `${place}${variables}${fingerprinted(asks)}`);
  return judge(`${said}\n${answer}`, manifest, { query: put, expect });
}

/** Prints the answer's fingerprint, or nothing where there is none: what the client complains of may be data, and is not told. */
function fingerprinted(script: string): string {
  return `answer="$(sh -c ${quote(script)} 2>/dev/null)" || exit 0\nprintf 'query=%s\\n' "$(printf '%s' "$answer" | sha256sum | cut -c1-64)"`;
}

async function ask(hand: Hand, target: Parameters<Hand['script']>[0], script: string): Promise<string> {
  const { exitCode, stdout, stderr } = await hand.script(target, script, { timeout: 3_500_000 });
  if (exitCode === 0) return stdout;
  throw new ClusterTrouble('broken', `${target.pod} could not be checked: ${stderr.trim().slice(-300)}`);
}
