import type { PlannedGap, PlannedRoles } from '../../../../core/runner/plan.ts';
import { count } from '../../../words/count.ts';
import { lagWords } from '../../../words/lag.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import type { OperationSeen } from '../seen.ts';
import { picture } from './picture.ts';
import { topologyOf } from './topology.ts';

/** Who leads, as a picture, and before it is begun what a person decides by: who is to, how far behind, and what keeps the old one away. Nothing where no role changes. */
export function topologyPart(seen: OperationSeen): Html {
  const topology = topologyOf(seen);
  if (topology === undefined) return html``;
  const { plan, record } = seen;
  return html`${picture(topology)}${record === undefined && plan?.roles !== undefined && decidedBy(plan.roles)}`;
}

function decidedBy({ leader, candidate, gaps, fence }: PlannedRoles): Html {
  const gap = gaps.find(({ name }) => name === candidate);
  return html`<dl>
    <dt>Leads now</dt>
    <dd>${leader}</dd>
    <dt>Is to lead</dt>
    <dd>
      ${candidate}
      <span class="from">(${gap === undefined ? 'how far it is behind is not known' : gapWords(gap)})</span>
    </dd>
    <dt>Fence</dt>
    <dd>${fence}</dd>
  </dl>`;
}

/** `0 B and 0.2 s behind`. What nobody measured is left out; seconds stand even where no byte is missing. */
export function gapWords({ bytes, seconds, transactions }: PlannedGap): string {
  const parts = [
    bytes === undefined ? undefined : lagWords({ bytes }).replace('lag ', ''),
    transactions === undefined ? undefined : count(transactions, 'transaction'),
    seconds === undefined ? undefined : `${seconds.toFixed(1)} s`,
  ].filter((one) => one !== undefined);
  return parts.length === 0
    ? 'how far it is behind is not known'
    : `${parts.join(' and ')} behind, when this was planned`;
}
