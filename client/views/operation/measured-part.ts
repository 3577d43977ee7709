import type { JournalRecord } from '../../../core/runner/journal-model.ts';
import { size } from '../../words/size.ts';
import { duration } from '../../words/time.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { lossSeen } from './loss.ts';
import type { OperationSeen } from './seen.ts';

/** What is measured of every operation, as people say it. */
const NAMES: Readonly<Record<string, string>> = {
  seconds: 'The whole operation',
  lostSeconds: 'Acknowledged writes lost (RPO)',
  rpoSeconds: 'Acknowledged writes lost (RPO)',
  writesAwaySeconds: 'Time without writes (RTO)',
  rtoSeconds: 'Time without writes (RTO)',
};

/** `rowsCounted` as `Rows counted`; a unit at the end of the name is left out. */
function nameOf(name: string): string {
  const known = NAMES[name];
  if (known !== undefined) return known;
  const words = name
    .replace(/(?:Seconds|BytesPerSecond|Bytes)$/u, '')
    .replaceAll(/(?<=[a-z])(?=[A-Z])/gu, ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** `rtoSeconds` as `0.9 s`, `bytes` as `1.2 GiB`; the names say the units. */
function valueOf(name: string, value: number): string {
  if (/bytesPerSecond$/iu.test(name)) return `${size(value)}/s`;
  if (/bytes$/iu.test(name)) return size(value);
  if (/seconds$/iu.test(name)) return duration(Math.round(value * 10) / 10);
  return String(value);
}

function expectedOf(name: string, { expected }: JournalRecord, plan: OperationSeen['plan']): string {
  if (name === 'seconds') return plan?.estimate === undefined ? '' : `about ${duration(plan.estimate.seconds)}`;
  const wanted = /^(?:rpo|lost)/u.test(name)
    ? expected.rpo
    : /^(?:rto|writesAway)/u.test(name)
      ? expected.rto
      : undefined;
  if (wanted === undefined) return '';
  return wanted.seconds === undefined ? 'unknown' : duration(wanted.seconds);
}

/** What was measured beside what was expected; nothing where nothing was measured. */
export function measuredPart(record: JournalRecord, plan: OperationSeen['plan']): Html {
  const loss = record.measured === undefined ? undefined : lossSeen(record);
  const rows = [
    ...(loss === undefined ? [] : [['Acknowledged writes lost', loss.measured, loss.expected] as const]),
    ...Object.entries(record.measured ?? {})
      // How long it took in all is what one asks for last.
      .toSorted(([a], [b]) => Number(a === 'seconds') - Number(b === 'seconds'))
      .filter(([name]) => loss === undefined || name !== 'lostTransactions')
      .map(([name, value]) => [nameOf(name), valueOf(name, value), expectedOf(name, record, plan)] as const),
  ];
  if (rows.length === 0) return html``;
  const hasExpected = rows.some(([, , expected]) => expected !== '');
  return html`<table>
    <caption>
      ${hasExpected ? 'Measured beside expected' : 'Measured'}
    </caption>
    <thead>
      <tr>
        <th scope="col">What</th>
        <th scope="col">Measured</th>
        ${hasExpected && html`<th scope="col">Expected</th>`}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        ([name, value, expected]) =>
          html`<tr>
            <th scope="row">${name}</th>
            <td>${value}</td>
            ${hasExpected && html`<td>${expected}</td>`}
          </tr>`,
      )}
    </tbody>
  </table>`;
}
