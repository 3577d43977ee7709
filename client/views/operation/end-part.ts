import type { JournalRecord, Phase } from '../../../core/runner/journal-model.ts';
import { size } from '../../words/size.ts';
import { duration, moment } from '../../words/time.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { hasEnded, isLeft } from './seen.ts';
import type { OperationSeen } from './seen.ts';
import { commandsPart } from './steps-part.ts';

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

/** `rtoSeconds` as `0.9 s`, `bytes` as `1.2 GiB`; the names say the units. */
function measured(name: string, value: number): string {
  if (/bytesPerSecond$/iu.test(name)) return `${size(value)}/s`;
  if (/bytes$/iu.test(name)) return size(value);
  if (/(?:seconds|rto|rpo)$/iu.test(name)) return duration(value);
  return String(value);
}

function numbers({ measured: values = {}, expected }: JournalRecord): Html {
  const rows = Object.entries(values);
  if (rows.length === 0) return html``;
  const beside = (name: string): string => {
    const one = /^rpo/iu.test(name) ? expected.rpo : /^rto/iu.test(name) ? expected.rto : undefined;
    if (one === undefined) return '';
    return one.seconds === undefined ? 'unknown' : duration(one.seconds);
  };
  return html`<table>
    <caption>
      Measured beside expected
    </caption>
    <thead>
      <tr>
        <th scope="col">What</th>
        <th scope="col">Measured</th>
        <th scope="col">Expected</th>
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        ([name, value]) =>
          html`<tr>
            <th scope="row">${name}</th>
            <td>${measured(name, value)}</td>
            <td>${beside(name)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** Who is at it, in a sentence. */
function at(seen: OperationSeen, { by, wish }: JournalRecord): string {
  const wished = wish === 'cancel' ? ' It was asked to stop and to be taken back.' : '';
  if (seen.runner === 'here')
    return `This editor runs it, for ${by}. If the editor closes half-way, the operation stays where it is until somebody resumes it or rolls it back.${wished}`;
  if (seen.runner === 'elsewhere') return `Somebody else runs it, for ${by}.${wished}`;
  return isLeft(seen) ? `Nobody is at it. Resume it, roll it back, or leave it. It was begun by ${by}.${wished}` : '';
}

/** How it stands: the phase, who runs it, why it ended as it did, what a person must do, and what was measured. */
export function statusPart(seen: OperationSeen): Html {
  const { record, problem, busy } = seen;
  const trouble = problem !== undefined && html`<p class="problem" role="alert">${problem}</p>`;
  const wait = busy !== undefined && html`<p>${busy}</p>`;
  if (record === undefined) return html`${trouble}${wait}`;
  const { phase, started, ended, reason, attention = [] } = record;
  const sentence = at(seen, record);
  const passed =
    ended === undefined
      ? html`<span data-since="${started}">…</span> since ${moment(started)}`
      : html`${duration(Math.round((ended - started) / 100) / 10)}, until ${moment(ended)}`;
  return html`<section class="status ${phase}" aria-labelledby="status-title">
    <h2 id="status-title">${hasEnded(record) ? 'Ended' : 'Under way'}: ${PHASES[phase]}</h2>
    <p>${passed}</p>
    ${sentence !== '' && html`<p>${sentence}</p>`} ${reason !== undefined && html`<p class="reason">${reason}</p>`}
    ${
      attention.length > 0 &&
      html`<p>A person must act. These are the exact commands:</p>
        ${commandsPart('attention', 'Commands for you', attention)}`
    }
    ${numbers(record)} ${wait}${trouble}
  </section>`;
}
