import type { PlanDocument } from '../../../core/runner/document.ts';
import type { Expectation } from '../../../core/runner/plan.ts';
import type { Refusal } from '../../../core/runner/step.ts';
import { duration } from '../../words/time.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import type { OperationSeen } from './seen.ts';

const expected = ({ seconds, from }: Expectation): Html =>
  html`${seconds === undefined ? 'unknown' : duration(seconds)} <span class="from">(${from})</span>`;

/** How far it can be taken back, in a sentence. */
function wayBack({ steps }: PlanDocument): string {
  const number = steps.findIndex(({ pointOfNoReturn }) => pointOfNoReturn);
  const away = steps.filter(({ removesWrites }) => removesWrites).length;
  const writes = away === 0 ? '' : ' While writes are away, it goes back by itself after a deadline.';
  if (number === -1) return `Until the end, everything that it changes can be taken back.${writes}`;
  return `Everything before step ${number + 1} of ${steps.length} can be taken back, and nothing after it.${writes}`;
}

/** Title, outcome, and what is expected to be lost and to be waited for, each with where the number is from. */
export function headPart({ plan, record, context, database }: OperationSeen): Html {
  const rpo = plan?.rpo ?? record?.expected.rpo;
  const rto = plan?.rto ?? record?.expected.rto;
  const rows = [
    html`<dt>Database</dt>
      <dd>${database.namespace}/${database.name}</dd>`,
    html`<dt>Context</dt>
      <dd>${context.name}${context.label === undefined ? '' : ` · ${context.label}`}</dd>`,
    rpo === undefined
      ? html``
      : html`<dt><abbr title="Recovery point objective: acknowledged writes that may be lost">RPO</abbr>, expected</dt>
          <dd>${expected(rpo)}</dd>`,
    rto === undefined
      ? html``
      : html`<dt><abbr title="Recovery time objective: time without writes">RTO</abbr>, expected</dt>
          <dd>${expected(rto)}</dd>`,
    plan === undefined || record !== undefined || plan.steps.length === 0
      ? html``
      : html`<dt>Way back</dt>
          <dd>${wayBack(plan)}</dd>`,
    plan?.estimate === undefined
      ? html``
      : html`<dt>Takes about</dt>
          <dd>${duration(plan.estimate.seconds)} <span class="from">(${plan.estimate.from})</span></dd>`,
  ];
  return html`<h1>${plan?.title ?? record?.title ?? 'Operation'}</h1>
    ${plan === undefined ? '' : html`<p class="outcome">${plan.outcome}</p>`}
    <dl>${rows}</dl>`;
}

const KINDS: Readonly<Record<Refusal['kind'], string>> = {
  never: 'never possible',
  mend: 'possible once the way out is taken',
  typed: 'possible where you accept it by typing',
};

const refusalPart = ({ id, kind, what, evidence, wayOut }: Refusal): Html =>
  html`<li class="refusal ${kind}">
    <p><span class="badge">${id}</span> <strong>${what}</strong> <span class="from">${KINDS[kind]}</span></p>
    <p><span class="label">Seen:</span> ${evidence}</p>
    <p><span class="label">Way out:</span> ${wayOut}</p>
  </li>`;

const list = (texts: readonly string[]): Html =>
  html`<ul>
    ${texts.map((text) => html`<li>${text}</li>`)}
  </ul>`;

/** Refusals with evidence and way out, then warnings; nothing where there are none. */
export function noticesPart({ plan, record }: OperationSeen): Html {
  if (plan === undefined) return html``;
  const { refusals, warnings } = plan;
  return html`${
    refusals.length > 0 &&
    html`<section aria-labelledby="refusals-title">
      <h2 id="refusals-title">${record === undefined ? 'Refused' : 'Accepted, or refused'}</h2>
      <ul class="plain">
        ${refusals.map(refusalPart)}
      </ul>
    </section>`
  }${
    warnings.length > 0 && record === undefined
      ? html`<section aria-labelledby="warnings-title">
          <h2 id="warnings-title">Know before</h2>
          ${list(warnings)}
        </section>`
      : // Once it is begun, how it goes comes first.
        warnings.length > 0 &&
        html`<details id="warnings">
          <summary id="warnings:summary">What was to be known before</summary>
          ${list(warnings)}
        </details>`
  }`;
}
