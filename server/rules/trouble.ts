import type { RuleId, Severity } from './rule.ts';

/** Trouble with files and suppressions: no rules about databases, but found, configured and explained like them. */
export interface Trouble {
  readonly id: RuleId;
  readonly severity: Severity;
  readonly title: string;
  /** Markdown: what it means and what to do. */
  readonly body: string;
}

export const troubles: readonly Trouble[] = [
  {
    id: 'file/parse-error',
    severity: 'error',
    title: 'A manifest that does not parse',
    body: `The text has an \`apiVersion\` and a \`kind\`, but is not valid YAML or JSON at this place, or names a key twice. \`kubectl apply\` refuses it.

What can still be read is linted all the same. In \`.plinth.yaml\` the same finding stands for a setting that does not exist or a value that is not one of those allowed; the setting is left out.`,
  },
  {
    id: 'file/too-large',
    severity: 'warning',
    title: 'A file too large to be read',
    body: `Files above 8 MiB, and files of more than 50,000 documents, are not read, so that the editor stays responsive: nothing in them is checked. Split the file, or leave it out with \`ignore\` in \`.plinth.yaml\` or in \`.plinthignore\`.`,
  },
  {
    id: 'file/not-utf8',
    severity: 'warning',
    title: 'A file that is not UTF-8',
    body: `Kubernetes reads UTF-8. The file is in another encoding (UTF-16 when some Windows tools wrote it), and nothing in it is checked. Save it as UTF-8.`,
  },
  {
    id: 'schema/unknown-field',
    severity: 'warning',
    title: 'A field that this kind does not have',
    body: `Kubernetes' own schema of the kind and version has no such field: it is misspelt, stands at the wrong depth, or is newer or older than the cluster. \`kubectl apply\` refuses it (\`strict decoding error\`); with validation switched off it is left out in silence, and the database runs without it.

The version is that of \`kubernetesVersion\`, else that of the connected cluster, else the newest that Plinth knows. In the editor only, and off while another extension checks schemas (\`plinth.schemas\`).`,
  },
  {
    id: 'schema/wrong-value',
    severity: 'error',
    title: 'A value that this field does not take',
    body: `The field takes another type (a text where YAML reads a number or a boolean needs quotes: \`"5432"\`, \`"true"\`), or one of a few values. The API server refuses the object.

The version is that of \`kubernetesVersion\`, else that of the connected cluster, else the newest that Plinth knows. In the editor only, and off while another extension checks schemas (\`plinth.schemas\`).`,
  },
  {
    id: 'suppress/unused',
    severity: 'info',
    title: 'A suppression that suppresses nothing',
    body: `A \`# plinth-ignore\` comment names a rule that does not fire here any more, or one that does not exist. Remove the comment: left in place it would hide the next real finding.`,
  },
  {
    id: 'suppress/no-reason',
    severity: 'warning',
    title: 'A suppression without a reason',
    body: `\`# plinth-ignore RULE[, RULE] -- reason\` needs the rule and the reason. Whoever reads the manifest later has to know why the risk was accepted. Without a reason the comment suppresses nothing.`,
  },
];
