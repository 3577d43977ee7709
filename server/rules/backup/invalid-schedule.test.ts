import { describeRule } from '../../../test/support/rule-cases.ts';
import { exampleJob } from './example-job.ts';
import { invalidSchedule } from './invalid-schedule.ts';

const at = (schedule: string) => exampleJob({}).replace("'15 2 * * *'", schedule);
const zone = (timeZone: string) => exampleJob({ spec: `timeZone: ${timeZone}\nconcurrencyPolicy: Forbid` });

describeRule(invalidSchedule, {
  fires: [
    { name: 'six fields', text: at("⟦'0 15 2 * * *'⟧"), severity: 'error', message: /five fields are wanted/ },
    { name: 'Sunday as 7', text: at("⟦'0 3 * * 7'⟧"), message: /The day of the week is 0 \(Sunday\) to 6/ },
    { name: 'an hour that no day has', text: at("⟦'0 24 * * *'⟧"), message: /never runs/ },
    {
      name: 'a time zone before the fields',
      text: at("⟦'TZ=Europe/Rome 0 3 * * *'⟧"),
      message: /stands in «timeZone»/,
    },
    { name: 'words', text: at('⟦nightly⟧') },
    {
      name: 'a time zone that does not exist',
      text: zone('⟦Europe/Frankfurt⟧'),
      message: /'Europe\/Frankfurt', which does not exist/,
    },
  ],
  silent: [
    { name: 'five fields', text: at("'*/20 1-5 * JAN,jul MON-FRI'") },
    { name: 'a short form', text: at("'@daily'") },
    { name: 'an interval', text: at("'@every 6h30m'") },
    { name: 'a step beyond the end of its field', text: at("'*/90 * * * *'") },
    { name: 'a template', text: at("'{{ .Values.schedule }}'") },
    { name: 'a variable of envsubst', text: at('${SCHEDULE}') },
    { name: 'a time zone', text: zone('Etc/UTC') },
  ],
});
