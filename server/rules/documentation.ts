import { stringify } from 'yaml';
import type { ClusterSnapshot } from '../protocol/messages.ts';
import { ruleById, type AnyRule } from './catalogue.ts';
import { ignoreAnnotation } from './ignore-annotation.ts';
import type { Rule } from './rule.ts';
import { troubles } from './trouble.ts';
import type { Trouble } from './trouble.ts';

const SEVERITY_WORDS = { error: 'Error', warning: 'Warning', info: 'Information', hint: 'Hint' } as const;

/** The page of a rule, in Markdown: `docs/rules/<area>/<rule>.md` and what the editor shows. */
export function rulePage(rule: AnyRule): string {
  const [area = '', name = ''] = rule.id.split('/');
  const parts = [
    `# ${rule.id}`,
    `**${rule.title}.** ${SEVERITY_WORDS[rule.severity]} by default.`,
    '## Why',
    rule.why.trim(),
    '## When it fires',
    rule.when.trim(),
    '## Example',
    ...(rule.exampleCluster === undefined
      ? []
      : [`With a cluster connected that has these classes:\n\n${fenced(classesOf(rule.exampleCluster))}`]),
    ...(rule.exampleBefore === undefined ? [] : [`What was:\n\n${fenced(rule.exampleBefore)}`]),
    `Fires:\n\n${fenced(rule.examples.bad)}`,
    `Silent:\n\n${fenced(rule.examples.good)}`,
    ...(rule.whenItRuns === undefined ? [] : ['## When it already runs', rule.whenItRuns.trim()]),
    '## Switching it off',
    `With a reason, on the line before: \`# plinth-ignore ${area}/${name} -- why this is fine here\`. For a whole workspace, in \`.plinth.yaml\`:`,
    fenced(`rules:\n  ${rule.id}: off`),
    ...(rule.live === 'never'
      ? []
      : [`On a live object, with a reason: the annotation \`${ignoreAnnotation(rule.id)}\`.`]),
    '## Sources',
    rule.sources.map((source) => `- ${/^https?:/u.test(source) ? `<${source}>` : source}`).join('\n'),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** The table of rules: id, severity, title, each with a link to its page below `base`. */
export function rulesTable(rules: readonly Pick<Rule, 'id' | 'severity' | 'title'>[], base: string): string {
  const rows = rules.map(({ id, severity, title }) => `| [${id}](${base}${id}.md) | ${severity} | ${title} |`);
  return ['| rule | severity | what it finds |', '| --- | --- | --- |', ...rows].join('\n');
}

/** The page of a trouble that the linter itself reports. */
export function troublePage({ id, severity, title, body }: Trouble): string {
  return `# ${id}\n\n**${title}.** ${SEVERITY_WORDS[severity]} by default.\n\n${body.trim()}\n`;
}

/** The page of anything that has an id; undefined for an id that there is not. */
export function pageOf(id: string): string | undefined {
  const rule = ruleById(id);
  if (rule) return rulePage(rule);
  const trouble = troubles.find((one) => one.id === id);
  return trouble && troublePage(trouble);
}

/** The classes of an example's cluster, as they would stand in a file. */
function classesOf({ storageClasses = [], snapshotClasses = [] }: ClusterSnapshot): string {
  const written = (kind: string, classes: readonly object[]) => classes.map((one) => stringify({ kind, ...one }));
  return [...written('StorageClass', storageClasses), ...written('VolumeSnapshotClass', snapshotClasses)].join('---\n');
}

function fenced(text: string): string {
  return `\`\`\`yaml\n${text.trim()}\n\`\`\``;
}
