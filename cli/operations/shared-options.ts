import type { NamedOption } from './named-option.ts';

// Options that several commands share.

export const DESTINATION: NamedOption = {
  flags: '--destination <name>',
  parameter: 'destination',
  description: 'a destination of the namespace, as `plinth destinations` lists them',
  as: 'text',
};
export const BACKUP: NamedOption = {
  flags: '--backup <id>',
  parameter: 'backup',
  description: 'the backup, as `plinth backups` lists it',
  as: 'text',
};
const METHOD: NamedOption = {
  flags: '--method <method>',
  parameter: 'method',
  description: 'how the backup is made: logical, physical or snapshot; default: logical',
  as: 'text',
};
const POD_LABEL: NamedOption = {
  flags: '--pod-label <key=value>',
  parameter: 'podLabels',
  description: "a label for the Job's pod, where a NetworkPolicy asks for one; may be repeated",
  as: 'labels',
};
export const HOW_MADE: NamedOption = {
  ...METHOD,
  description: 'how the backup was made: logical, physical or snapshot; default: logical',
};
export const IDENTITY: NamedOption = {
  flags: '--identity <secret>',
  parameter: 'identity',
  description: 'the name of the Secret with the private key of an encrypted backup; its content is never read here',
  as: 'text',
};
export const MOVER_IMAGE: NamedOption = {
  flags: '--mover-image <image>',
  parameter: 'moverImage',
  description: 'an image with Node 22.15 or newer; default: node:22',
  as: 'text',
};
export const deadline = (seconds: number): NamedOption => ({
  flags: '--deadline <seconds>',
  parameter: 'deadline',
  description: `end the Job after so many seconds; default: ${String(seconds)}`,
  as: 'count',
});
const LOGIN: NamedOption = {
  flags: '--login <secret>',
  parameter: 'login',
  description:
    "the name of a Secret with user and password of an account for dumps of MySQL or MariaDB; its password is never read here; default: the image's own",
  as: 'text',
};
export const JOB: readonly NamedOption[] = [POD_LABEL, deadline(14_400), MOVER_IMAGE];
const keep = (rule: string, what: string): NamedOption => ({
  flags: `--keep-${rule} <number>`,
  parameter: rule,
  description: `keep ${what}`,
  as: 'count',
});

/** A query of the person's own, by which a restore test sees that the data is right. */
export const QUERY: readonly NamedOption[] = [
  {
    flags: '--query <text>',
    parameter: 'query',
    description: 'a query whose answer is compared; neither the query’s answer nor any row is kept, only a fingerprint',
    as: 'text',
  },
  {
    flags: '--query-database <name>',
    parameter: 'queryDatabase',
    description: 'the database that --query is put to',
    as: 'text',
  },
];
export const EXPECT: NamedOption = {
  flags: '--expect <text>',
  parameter: 'expect',
  description: 'what --query must answer; default: what the source answered when the backup was made',
  as: 'text',
};

export const OF_BACKUPS: readonly NamedOption[] = [
  DESTINATION,
  METHOD,
  {
    flags: '--recipient <key>',
    parameter: 'recipients',
    description: 'encrypt for this public key of age (age1…); may be repeated; default: not encrypted',
    as: 'list',
  },
  LOGIN,
  ...QUERY,
  ...JOB,
];
export const RULES: readonly NamedOption[] = [
  keep('last', 'so many of the newest'),
  keep('daily', 'the newest of each of so many days'),
  keep('weekly', 'the newest of each of so many weeks'),
  keep('monthly', 'the newest of each of so many months'),
  keep('days', 'all that are younger than so many days'),
];
