import type { Diagnosis, Examination } from '../../../core/doctor/doctor.ts';
import type { Finding, FindingState } from '../../../core/doctor/finding.ts';
import { ANSWERS, STATES } from '../../../core/doctor/words.ts';
import { moment } from '../../words/time.ts';
import { html, type Html } from '../operation/html.ts';
import { STYLE } from '../operation/style.ts';

const SIGNS: Readonly<Record<FindingState, string>> = { well: '✓', risk: '✗', unknown: '?' };

/** Classes of the page of an operation, that have a colour there. */
const LOOKS: Readonly<Record<FindingState, string>> = { well: 'done', risk: 'failed', unknown: 'left' };

const PARTS = [
  { of: 'failover', heading: 'What a failover depends on' },
  { of: 'around', heading: 'What stands around it' },
] as const;

/** `Would a failover of orders work?` */
export const titleOf = ({ database: { name } }: Pick<Diagnosis, 'database'>): string =>
  `Would a failover of ${name} work?`;

/** What Doctor found, as a page in which nothing runs: no script, and nothing is loaded. All that comes from a cluster is escaped. */
export function doctorPage(diagnosis: Diagnosis, nonce: string): string {
  const { database, at, failover, examinations } = diagnosis;
  const { namespace, name, engineName, version, flavour } = database;
  const policy = `default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'nonce-${nonce}'`;
  const of = `${namespace}/${name}, ${engineName} ${version ?? 'of an unknown version'}, ${flavour}; looked at ${moment(at)}`;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${titleOf(diagnosis)}</title>
        <style nonce="${nonce}">
          ${STYLE}
        </style>
      </head>
      <body>
        <main>
          <h1>${titleOf(diagnosis)}</h1>
          <p class="verdict ${failover === 'well' ? 'good' : failover === 'risk' ? 'bad' : ''}">
            <span class="sign" aria-hidden="true">${SIGNS[failover]}</span>${ANSWERS[failover]}
          </p>
          <p class="from">${of}. Nothing was changed.</p>
          ${PARTS.map((part) => partOf(part.heading, part.of, examinations))}
        </main>
      </body>
    </html>`.text;
}

function partOf(heading: string, of: Examination['of'], examinations: readonly Examination[]): Html {
  const some = examinations.filter((one) => one.of === of);
  if (some.length === 0) return html``;
  return html`<section aria-labelledby="part-${of}">
    <h2 id="part-${of}">${heading}</h2>
    <ul class="plain">
      ${some.map(
        ({ id, title, findings }) =>
          html`<li class="step" id="check-${id}">
            <h3>${title}</h3>
            ${findings.map(findingPart)}
          </li>`,
      )}
    </ul>
  </section>`;
}

/** The state is a word as well as a sign and a colour. */
function findingPart({ state, what, evidence, mend }: Finding): Html {
  return html`<div class="${LOOKS[state]}">
    <p>
      <span class="sign" aria-hidden="true">${SIGNS[state]}</span><span class="badge">${STATES[state]}</span> ${what}
    </p>
    <p class="evidence">Seen: ${evidence}</p>
    ${mend !== undefined && html`<p>Mend: ${mend}</p>`}
  </div>`;
}
