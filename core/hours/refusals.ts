import type { ApiObject } from '../cluster/connection.ts';
import { fieldOf } from '../procedures/jobs/pod-words.ts';
import { MANAGED_BY } from '../runner/names.ts';
import type { Refusal } from '../runner/step.ts';

/** Why a CronJob that stops or starts a database may not be changed or removed now. */
export function whyNotNow(found: ApiObject | undefined): Refusal[] {
  if (found === undefined) return [];
  const { name } = found.metadata;
  const cronJob = fieldOf(found);
  const labels = cronJob.at('metadata', 'labels').stringMap();
  if (Object.entries(MANAGED_BY).some(([key, value]) => labels[key] !== value))
    return [
      {
        id: 'R30',
        kind: 'mend',
        what: `Somebody else has made the CronJob ${name}.`,
        evidence: `${name} has no label of Plinth.`,
        wayOut: 'Remove it yourself.',
      },
    ];
  const active = cronJob.at('status', 'active').items();
  if (active.length === 0) return [];
  return [
    {
      id: 'R14',
      kind: 'mend',
      what: 'It is being stopped or started by the clock at this moment.',
      evidence: `Job ${active.map((one) => one.at('name').string() ?? '').join(', ')}`,
      wayOut: 'Wait for its end.',
    },
  ];
}
