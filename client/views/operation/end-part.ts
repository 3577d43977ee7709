import type { JournalRecord, Phase } from '../../../core/runner/journal-model.ts';
import { duration, moment } from '../../words/time.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { measuredPart } from './measured-part.ts';
import { hasEnded, isLeft, lastSign, stepAt } from './seen.ts';
import type { OperationSeen } from './seen.ts';
import { commandsPart } from './steps-part.ts';
import { verdictOf } from './verdict.ts';

/** Each phase as people say it. */
export const PHASES: Readonly<Record<Phase, string>> = {
  planned: 'planned',
  running: 'running',
  undoing: 'being taken back',
  done: 'done',
  'rolled-back': 'rolled back',
  failed: 'failed',
  cancelled: 'cancelled, and rolled back',
  'needs-attention': 'needs attention',
};

/** What a restore test found, where there was one. */
function verdictPart(record: JournalRecord): Html {
  const verdict = verdictOf(record);
  if (verdict === undefined) return html``;
  const { isVerified, findings } = verdict;
  return html`<h3 class="verdict ${isVerified ? 'good' : 'bad'}">
      <span class="sign" aria-hidden="true">${isVerified ? '✓' : '✗'}</span>${
        isVerified ? 'The backup is verified: it was read back and checked' : 'The backup failed its restore test'
      }
    </h3>
    <ul class="findings">
      ${findings.map((finding) => html`<li class="${finding.startsWith('FAULT') ? 'fault' : 'sound'}">${finding}</li>`)}
    </ul>`;
}

/** Who is at it, in a sentence. */
function at(seen: OperationSeen, { by, wish }: JournalRecord): string {
  const wished = wish === 'cancel' ? ' It was asked to stop and to be taken back.' : '';
  if (seen.runner === 'here' && seen.plan?.steps.some(({ removesWrites }) => removesWrites) === true)
    return `This editor began it, for ${by}, and watches it. Who runs it, and what happens if the editor closes, stands under «What was to be known before».${wished}`;
  if (seen.runner === 'here')
    return `This editor runs it, for ${by}. If the editor closes half-way, the operation stays where it is until somebody resumes it or rolls it back.${wished}`;
  if (seen.runner === 'elsewhere') return `${seen.holder ?? 'Somebody else'} runs it, for ${by}.${wished}`;
  return isLeft(seen) ? `Nobody is at it. Resume it, roll it back, or leave it. It was begun by ${by}.${wished}` : '';
}

/** `Under way: running`; `Left half-way at «Scale orders to 0»`; `Ended: done`. */
function heading(seen: OperationSeen, record: JournalRecord): string {
  if (hasEnded(record)) return `Ended: ${PHASES[record.phase]}`;
  if (!isLeft(seen)) return `Under way: ${PHASES[record.phase]}`;
  const at = stepAt(record);
  const back = record.phase === 'undoing' ? ', while it was being taken back' : '';
  return `Left half-way${back}${at === undefined ? '' : `, at «${at.title}»`}`;
}

/** How long it took; where somebody is at it, the page counts on, and where nobody is, nothing counts. */
function passed(seen: OperationSeen, record: JournalRecord): Html {
  const { started, ended } = record;
  if (ended !== undefined || hasEnded(record)) {
    const end = ended ?? lastSign(record);
    return html`${duration(Math.round((end - started) / 100) / 10)}, until ${moment(end)}`;
  }
  if (isLeft(seen)) return html`Begun at ${moment(started)}; the last sign of life was at ${moment(lastSign(record))}.`;
  return html`<span data-since="${started}">…</span> since ${moment(started)}`;
}

/** `Step 6 of 13: Promote orders-1`: which one it is at need not be looked for below. */
function atStep(record: JournalRecord): Html {
  const step = stepAt(record);
  if (step === undefined) return html``;
  return html`<p><strong>Step ${record.steps.indexOf(step) + 1} of ${record.steps.length}: ${step.title}</strong></p>`;
}

/** How it stands: the phase, who runs it, why it ended as it did, what a person must do, and what was measured. */
export function statusPart(seen: OperationSeen): Html {
  const { record, problem, busy } = seen;
  const trouble = problem !== undefined && html`<p class="problem" role="alert">${problem}</p>`;
  const wait = busy !== undefined && html`<p>${busy}</p>`;
  if (record === undefined) return html`${trouble}${wait}`;
  const { phase, reason, attention = [] } = record;
  const sentence = at(seen, record);
  return html`<section
    class="status ${isLeft(seen) && !hasEnded(record) ? 'left' : phase}"
    aria-labelledby="status-title"
  >
    <h2 id="status-title">${heading(seen, record)}</h2>
    ${!hasEnded(record) && !isLeft(seen) && atStep(record)}
    <p>${passed(seen, record)}</p>
    ${sentence !== '' && html`<p>${sentence}</p>`} ${reason !== undefined && html`<p class="reason">${reason}</p>`}
    ${
      attention.length > 0 &&
      html`<p>A person must act. These are the exact commands:</p>
        ${commandsPart('attention', 'Commands for you', attention)}`
    }
    ${verdictPart(record)} ${measuredPart(record, seen.plan)} ${wait}${trouble}
  </section>`;
}
