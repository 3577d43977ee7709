import { DEFAULT_DEADLINE } from '../../../core/runner/document.ts';
import type { StepDocument } from '../../../core/runner/document.ts';
import type { StepRecord } from '../../../core/runner/journal-model.ts';
import { duration, moment } from '../../words/time.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { hasEnded } from './seen.ts';
import type { OperationSeen } from './seen.ts';

/** One step as it was planned and as it went; either may be missing. */
interface StepSeen {
  readonly id: string;
  readonly title: string;
  readonly planned: StepDocument | undefined;
  readonly went: StepRecord | undefined;
}

/** The plan's steps, and those that only the journal knows. */
function stepsOf({ plan, record }: OperationSeen): readonly StepSeen[] {
  const planned = plan?.steps ?? [];
  const known = new Set(planned.map(({ id }) => id));
  const went = record?.steps ?? [];
  return [
    ...planned.map((step) => ({
      id: step.id,
      title: step.title,
      planned: step,
      went: went.find(({ id }) => id === step.id),
    })),
    ...went
      .filter(({ id }) => !known.has(id))
      .map((step) => ({ id: step.id, title: step.title, planned: undefined, went: step })),
  ];
}

const SIGNS: Readonly<Record<StepRecord['state'], string>> = {
  waiting: '○',
  running: '▶',
  done: '✓',
  failed: '✗',
  undoing: '◀',
  undone: '↩',
  skipped: '–',
};

const WORDS: Readonly<Record<StepRecord['state'], string>> = {
  waiting: 'waiting',
  running: 'running',
  done: 'done',
  failed: 'failed',
  undoing: 'being taken back',
  undone: 'taken back',
  skipped: 'not needed',
};

/** How long it took beside what was expected. While somebody is at it, the page counts on from its beginning. */
function time({ planned, went }: StepSeen, isStill: boolean): Html {
  const about = planned?.estimate === undefined ? '' : `about ${duration(planned.estimate.seconds)}`;
  if (went?.started === undefined)
    return planned?.estimate === undefined
      ? html``
      : html`<span class="time" title="${planned.estimate.from}">${about}</span>`;
  const expected = about === '' ? '' : ` · expected ${about}`;
  if (went.ended === undefined && isStill)
    return html`<span class="time">begun at ${moment(went.started)}${expected}</span>`;
  if (went.ended === undefined)
    return html`<span class="time"><span data-since="${went.started}">…</span>${expected}</span>`;
  return html`<span class="time">${duration(Math.round((went.ended - went.started) / 100) / 10)}${expected}</span>`;
}

function progress({ progress: told, state }: StepRecord, title: string): Html {
  if (told === undefined || state === 'done' || state === 'undone') return html``;
  const bar =
    told.part !== undefined &&
    html`<progress
      max="100"
      value="${Math.round(Math.min(1, Math.max(0, told.part)) * 100)}"
      aria-label="${title}"
    ></progress>`;
  return html`<p class="progress">${bar} ${told.text}</p>`;
}

/** Commands to unfold and to copy. The key names them to the extension, which has the text. */
export function commandsPart(key: string, label: string, commands: readonly string[]): Html {
  if (commands.length === 0) return html``;
  return html`<details id="${key}">
    <summary id="${key}:summary">${label}</summary>
    <pre tabindex="0">${commands.join('\n')}</pre>
    <button type="button" class="secondary" id="${key}:copy" data-send="copy" data-key="${key}">Copy</button>
  </details>`;
}

/** `create jobs.batch in shop`, one a line. */
function rightsPart({ id, needs }: StepDocument): Html {
  const texts = needs.map(({ verb, resource, subresource, namespace }) => {
    const { group, plural } = resource;
    return `${verb} ${plural}${group === '' ? '' : `.${group}`}${subresource === undefined ? '' : `/${subresource}`}${namespace === undefined ? '' : ` in ${namespace}`}`;
  });
  return html`<details id="rights:${id}">
    <summary id="rights:${id}:summary">Rights</summary>
    <pre tabindex="0">${[...new Set(texts)].join('\n')}</pre>
  </details>`;
}

function plannedPart(step: StepDocument): Html {
  const back =
    step.undo === undefined
      ? step.pointOfNoReturn
        ? 'There is no way back.'
        : step.always
          ? 'It cleans up, and runs whatever happens.'
          : 'Nothing to take back.'
      : step.undo.title;
  return html`${step.risk !== undefined && html`<p><span class="label">May be lost:</span> ${step.risk}</p>`}${
      step.removesWrites &&
      html`<p>
        <span class="label">No writes from here:</span> taken back by itself after ${duration(step.deadline)}.
      </p>`
    }${
      !step.removesWrites &&
      step.deadline !== DEFAULT_DEADLINE &&
      html`<p><span class="label">Deadline:</span> ${duration(step.deadline)}</p>`
    }
    <p><span class="label">Undo:</span> ${back}</p>
    ${step.needs.length > 0 && rightsPart(step)} ${commandsPart(`commands:${step.id}`, 'Commands', step.commands)}
    ${step.undo === undefined ? '' : commandsPart(`undo:${step.id}`, 'Commands of the undo', step.undo.commands)}`;
}

/** Once it is begun, what was planned of a step is folded away: how it goes comes first. */
const foldedPart = (step: StepDocument): Html =>
  html`<details id="planned:${step.id}">
    <summary id="planned:${step.id}:summary">As planned</summary>
    ${plannedPart(step)}
  </details>`;

/** `number`: its own; what stands between steps has none. `isStill`: nobody is at the operation, so a step that was begun does not go on. */
function stepPart(step: StepSeen, number: number, isStill: boolean): Html {
  const { planned, went, title } = step;
  const state = went?.state ?? 'waiting';
  const isAt = state === 'running' || state === 'undoing';
  const interrupted = isAt && isStill;
  const noReturn =
    planned?.pointOfNoReturn === true &&
    html`<li class="no-return" role="note">Point of no return: after the next step there is no way back.</li>`;
  return html`${noReturn}
    <li
      value="${number}"
      class="step ${interrupted ? 'interrupted' : state}"
      ${isAt ? html`aria-current="step"` : html``}
    >
      <h3>
        ${
          went !== undefined && html`<span class="sign" aria-hidden="true">${interrupted ? '‖' : SIGNS[state]}</span>`
        }${title}${
          went !== undefined &&
          html` <span class="state">${interrupted ? `${WORDS[state]} when it was left` : WORDS[state]}</span>`
        }
        ${time(step, isStill)}
      </h3>
      ${went !== undefined && progress(went, title)}
      ${went?.evidence !== undefined && html`<p class="evidence">${went.evidence}</p>`}
      ${planned !== undefined && (went === undefined ? plannedPart(planned) : foldedPart(planned))}
    </li>`;
}

/** The numbered steps: as planned, and as they go. */
export function stepsPart(seen: OperationSeen): Html {
  const steps = stepsOf(seen);
  const isStill = seen.record !== undefined && (seen.runner === 'nobody' || hasEnded(seen.record));
  // A plan that is being made, or is refused, has none: the page says so above.
  if (steps.length === 0) return seen.plan?.refusals.length === 0 ? html`<p>There is nothing to do.</p>` : html``;
  return html`<h2>Steps</h2>
    <ol class="steps">
      ${steps.map((step, index) => stepPart(step, index + 1, isStill))}
    </ol>`;
}
