import type { Manifest } from '../backups/manifest.ts';
import { ClusterTrouble } from '../cluster/trouble.ts';
import type { Hand } from '../runner/hand.ts';
import type { Step } from '../runner/step.ts';
import { textFact } from './backup-facts.ts';
import { FAULT } from './fetched-step.ts';
import { UNFIT } from './unfit.ts';

/** What the checks of a restored server came to. */
export interface Checked {
  readonly outcome: 'verified' | 'failed';
  readonly findings: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
  /** From the load's beginning to the last answer. */
  readonly seconds: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/**
 * Reads what an engine's check says, and compares its counts with the manifest's. Where it was counted before and after the dump, everything between the two is
 * right: others wrote meanwhile. A manifest without the second count claims to be exact.
 */
export function judge(said: string, manifest: Manifest): Pick<Checked, 'outcome' | 'findings' | 'counts'> {
  const findings: string[] = [];
  const counts: Record<string, number> = {};
  for (const line of said.split('\n')) {
    const [, verdict, words = ''] = /^(ok|bad) (.*)$/u.exec(line) ?? [];
    if (verdict !== undefined) findings.push(verdict === 'ok' ? words : `FAULT: ${words}`);
    const [, name, count] = /^count\.([\w.-]+)=(\d+)$/u.exec(line) ?? [];
    if (name !== undefined) counts[name] = Number(count);
  }
  if (findings.length === 0 && Object.keys(counts).length === 0) findings.push('FAULT: the check said nothing');
  const wanted = Object.entries(manifest.counts);
  if (wanted.length === 0) findings.push('Nothing was counted when it was backed up: counts were not compared');
  for (const [name, before] of wanted)
    findings.push(compared(name, counts[name], before, (manifest.countsAfter ?? manifest.counts)[name]));
  const isSound = findings.every((one) => !one.startsWith('FAULT'));
  return { outcome: isSound ? 'verified' : 'failed', findings, counts };
}

/** One count in words, with FAULT before it where it cannot be right. */
function compared(name: string, found: number | undefined, before: number, after: number | undefined): string {
  if (after === undefined)
    return `${name} were not counted after the dump: ${found ?? 'unknown'} here, ${before} before it`;
  const there = before === after ? `${before}` : `from ${before} to ${after}`;
  if (found === undefined) return `FAULT: ${name} could not be counted; there were ${there}`;
  const isWithin = found >= Math.min(before, after) && found <= Math.max(before, after);
  if (!isWithin) return `FAULT: ${found} ${name}, and ${there} while it was backed up`;
  return before === after ? `${found} ${name}, as when it was backed up` : `${found} ${name}, within ${there}`;
}

/** Asks the restored server, and keeps the outcome as the fact `outcome`. */
export function checkStep(
  target: { readonly namespace: string; readonly pod: string; readonly container: string },
  script: string,
  port: number,
): Step {
  return {
    id: 'check',
    title: `Check ${target.pod}: the engine's own checks, and what it counts`,
    commands: [`kubectl --namespace ${target.namespace} exec ${target.pod} -c ${target.container} -- sh -c '…'`],
    needs: [],
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
      const judged =
        fault === undefined
          ? judge(await ask(hand, target, `HOST=127.0.0.1 PORT=${port}; export HOST PORT\n${script}`), manifest)
          : ({ outcome: 'failed', findings: [`FAULT: ${fault}`], counts: {} } as const);
      const began = hand.facts['loadStarted'];
      const at = hand.now();
      const seconds = typeof began === 'number' ? (at - began) / 1_000 : 0;
      await hand.keep('outcome', { ...judged, seconds, at });
    },
  };
}

async function ask(hand: Hand, target: Parameters<Hand['script']>[0], script: string): Promise<string> {
  const { exitCode, stdout, stderr } = await hand.script(target, script, { timeout: 3_500_000 });
  if (exitCode === 0) return stdout;
  throw new ClusterTrouble('broken', `${target.pod} could not be checked: ${stderr.trim().slice(-300)}`);
}
