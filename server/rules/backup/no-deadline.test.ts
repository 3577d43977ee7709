import { describeRule } from '../../../test/support/rule-cases.ts';
import { exampleJob, vacuum } from './example-job.ts';
import { noDeadline } from './no-deadline.ts';

const bad = (schedule?: string) =>
  exampleJob({ job: 'backoffLimit: 2', ...(schedule === undefined ? {} : { schedule }) });
const place = (text: string) => text.replace('    spec:\n      backoff', '    ⟦spec⟧:\n      backoff');
const after = (text: string, seconds: number) =>
  text.replace('backoffLimit: 2\n', `backoffLimit: 2\n      activeDeadlineSeconds: ${seconds}\n`);

describeRule(noDeadline, {
  fires: [
    {
      name: 'none: four hours for one a night',
      text: place(bad()),
      severity: 'info',
      message: /one that hangs never fails/,
      fixed: { title: /after 4h \(only if/, text: after(bad(), 14400) },
    },
    {
      name: 'the pause between two runs',
      text: place(bad('0 */2 * * *')),
      fixed: { text: after(bad('0 */2 * * *'), 7200) },
    },
    { name: 'an hour at least', text: place(bad('*/5 * * * *')), fixed: { text: after(bad('*/5 * * * *'), 3600) } },
    {
      name: 'a schedule that cannot be read',
      text: place(bad('nightly')),
      fixed: { text: after(bad('nightly'), 14400) },
    },
  ],
  silent: [
    { name: 'the Job has one', text: exampleJob({}) },
    { name: 'the pod has one', text: exampleJob({ job: '', pod: 'activeDeadlineSeconds: 600' }) },
    {
      name: 'a template may set it',
      text: exampleJob({ job: '{{- with .Values.deadline }}\nactiveDeadlineSeconds: {{ . }}\n{{- end }}' }),
    },
    { name: 'a CronJob that backs nothing up', text: vacuum(bad()) },
  ],
});
