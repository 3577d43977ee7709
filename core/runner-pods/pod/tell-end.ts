import { writeFile } from 'node:fs/promises';
import type { Refusal } from '../../runner/step.ts';
import { isJsonObject } from '../json.ts';
import type { Outcome } from './serve.ts';

/** https://kubernetes.io/docs/tasks/debug/debug-application/determine-reason-pod-failure/ */
const TERMINATION_LOG = '/dev/termination-log';
/** Bytes that Kubernetes keeps of a container's last word. */
const LARGEST = 4096;
/** Characters of one text of it. */
const LONGEST = 500;

const cut = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text);

/** Leaves behind why nothing was begun, for whoever watches: there is no journal then. */
export async function tellEnd(outcome: Outcome): Promise<void> {
  const text = lastWord(outcome);
  // The log has said it, too.
  if (text !== undefined) await writeFile(TERMINATION_LOG, text).catch(() => undefined);
}

/** The last word of a pod that begins nothing; undefined for one that has done its work. */
export function lastWord(outcome: Outcome): string | undefined {
  if ('record' in outcome) return undefined;
  if ('trouble' in outcome) return JSON.stringify({ trouble: cut(outcome.trouble) });
  const refusals: Refusal[] = [];
  for (const { what, evidence, wayOut, ...rest } of outcome.refusals) {
    const more = { ...rest, what: cut(what), evidence: cut(evidence), wayOut: cut(wayOut) };
    if (Buffer.byteLength(JSON.stringify({ refusals: [...refusals, more] })) > LARGEST) break;
    refusals.push(more);
  }
  return JSON.stringify({ refusals });
}

/** Reads a pod's last word; undefined where it is none. */
export function readLastWord(
  text: string | undefined,
): { readonly refusals: readonly Refusal[] } | { readonly trouble: string } | undefined {
  let word: unknown;
  try {
    word = JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
  if (!isJsonObject(word)) return undefined;
  const { refusals, trouble } = word;
  if (typeof trouble === 'string') return { trouble };
  return Array.isArray(refusals) ? { refusals: refusals as readonly Refusal[] } : undefined;
}
