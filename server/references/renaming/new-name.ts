import { parse } from 'yaml';
import type { Subject } from '../subject.ts';

/** What Kubernetes takes for a name. Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
const SUBDOMAIN = /^(?=.{1,253}$)[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/u;
const LABEL = /^(?=.{1,63}$)[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/u;
/** A Service's name begins with a letter. */
const SERVICE = /^(?=.{1,63}$)[a-z](?:[-a-z0-9]*[a-z0-9])?$/u;
const KEY = /^(?=.{1,253}$)[-._a-zA-Z0-9]+$/u;
const PORT = /^(?=.{1,15}$)(?=.*[a-z])(?!.*--)[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/u;

/** Whether a thing may bear a name. */
export function isValidName({ what }: Pick<Subject, 'what'>, name: string): boolean {
  if (what.startsWith('key ')) return KEY.test(name);
  if (what === 'port') return PORT.test(name);
  if (what === 'volume') return LABEL.test(name);
  return (what === 'object Service' ? SERVICE : SUBDOMAIN).test(name);
}

/** A name as it is written into YAML: in quotes where it would not be a text without them. */
export function writtenName(name: string, isQuoted: boolean): string {
  const isText = typeof parse(name, { version: '1.1' }) === 'string';
  return isQuoted || isText ? name : `"${name}"`;
}
