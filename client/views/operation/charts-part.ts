import { ticks } from 'd3-array';
import { curveMonotoneX, line } from 'd3-shape';
import { moment } from '../../words/time.ts';
import { chartsOf, words } from './charts.ts';
import type { Chart } from './charts.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import type { OperationSeen } from './seen.ts';

/** The picture's size and margins, in its own units. */
const WIDTH = 640;
const HEIGHT = 130;
const LEFT = 84;
const TOP = 8;
const BOTTOM = 22;

const round = (number: number): number => Math.round(number * 10) / 10;

/** The charts of what the steps measure, as pictures that the theme colours; nothing where nothing was measured. */
export const chartsPart = ({ told }: OperationSeen): Html => html`${chartsOf(told).map(chartPart)}`;

function chartPart(chart: Chart): Html {
  const { id, caption, times, values, unit } = chart;
  const first = times[0] ?? 0;
  const last = times.at(-1) ?? first;
  const most = Math.max(...values, 0) || 1;
  const x = (at: number): number => LEFT + ((at - first) / Math.max(1, last - first)) * (WIDTH - LEFT);
  const y = (value: number): number => HEIGHT - BOTTOM - (value / most) * (HEIGHT - BOTTOM - TOP);
  const path = line<number>(
    (at) => round(x(at)),
    (_, index) => round(y(values[index] ?? 0)),
  ).curve(curveMonotoneX);
  const clock = (at: number): string => moment(at).slice(11, 19);
  // The caption says what the picture shows.
  return html`<figure>
    <figcaption id="chart:${id}">${caption}</figcaption>
    <svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="chart:${id}">
      ${ticks(0, most, 3).map(
        (value) =>
          html`<line class="grid" x1="${LEFT}" x2="${WIDTH}" y1="${round(y(value))}" y2="${round(y(value))}" />
            <text x="${LEFT - 6}" y="${round(y(value) + 4)}" text-anchor="end">${words(value, unit)}</text>`,
      )}
      <path class="line" d="${path(times) ?? ''}" />
      <text x="${LEFT}" y="${HEIGHT - 4}">${clock(first)}</text>
      <text x="${WIDTH}" y="${HEIGHT - 4}" text-anchor="end">${clock(last)} UTC</text>
    </svg>
  </figure>`;
}
