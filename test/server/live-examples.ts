import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { lintLive } from '../../server/live/lint-live.ts';
import type { LintLiveOptions } from '../../server/live/lint-live.ts';
import type { PlainObject } from '../../server/protocol/messages.ts';
import { exampleTexts } from '../support/texts.ts';
import { allFindings, linterOf } from '../support/workspace.ts';

/** The examples of one engine, as text and as objects. */
export interface Example {
  /** `risky-postgresql`. */
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly objects: readonly PlainObject[];
}

/** Kinds that a plain cluster does not know; nothing that the examples say of live databases hangs on them. */
const FOREIGN: ReadonlySet<unknown> = new Set(['Schedule', 'Certificate', 'ServiceMonitor', 'Namespace']);

/** All examples, each with the platform that the sound ones need. */
export function examples(): Example[] {
  const texts = exampleTexts().map(({ name, text }) => ({ name: name.replaceAll('\\', '/'), text }));
  const folders = new Set(texts.map(({ name }) => name.split('/').slice(0, 2).join('/')));
  return [...folders]
    .filter((folder) => /^(?:risky|sound)\/(?!platform|\.)/u.test(folder))
    .map((folder) => {
      const own = texts.filter(
        ({ name }) =>
          name.startsWith(`${folder}/`) || (folder.startsWith('sound/') && name.startsWith('sound/platform/')),
      );
      const objects = own.flatMap(({ text }) =>
        parseAllDocuments(text, { merge: true }).flatMap((document) => {
          const object = document.toJS() as PlainObject | null;
          return object === null || FOREIGN.has(object['kind']) ? [] : [object];
        }),
      );
      return {
        name: folder.replace('/', '-'),
        files: Object.fromEntries(own.map(({ name, text }) => [name, text])),
        objects,
      };
    });
}

/** What the linter finds in the texts: rule, severity and workload or object, each once. */
export function foundInText({ files }: Example): string[] {
  return unique(allFindings(linterOf(files)).map(({ rule, severity, object }) => `${rule} ${severity} ${object}`));
}

/** Rules whose findings in a Service or ConfigMap bear that object's name in texts, too: it is what must be changed. */
const ABOUT_ITSELF = /^security\/(?:exposed-service|secret-in-config-map)$/u;

/** The same for live objects. Findings that lie in a Service or ConfigMap are told under the workload's name, as in texts. */
export async function foundLive(objects: readonly PlainObject[], options: LintLiveOptions = {}): Promise<string[]> {
  const findings = await lintLive(objects, options);
  return unique(
    findings.map(({ rule, severity, object, workload }) => {
      const isOfWorkload = /^(?:Service|ConfigMap)$/u.test(object.kind) && !ABOUT_ITSELF.test(rule);
      const { kind, name } = isOfWorkload ? workload : object;
      return `${rule} ${severity} ${kind}/${name}`;
    }),
  );
}

const FIXTURES = join(import.meta.dirname, 'fixtures/live');

/** What a cluster has made of an example: the objects as its API server gave them when the recording was made. */
export function recorded(name: string): PlainObject[] {
  return JSON.parse(readFileSync(join(FIXTURES, `${name}.json`), 'utf8')) as PlainObject[];
}

/** The names of all recordings. */
export function recordings(): string[] {
  return readdirSync(FIXTURES)
    .map((file) => file.replace('.json', ''))
    .sort();
}

/** Keeps what a cluster has made of an example, without what differs from run to run. */
export function record(name: string, objects: readonly PlainObject[]): void {
  const kept = objects.map((object) => {
    const metadata = { ...(object['metadata'] as PlainObject) };
    for (const key of ['uid', 'creationTimestamp', 'resourceVersion', 'managedFields']) {
      Reflect.deleteProperty(metadata, key);
    }
    return { ...object, metadata };
  });
  writeFileSync(join(FIXTURES, `${name}.json`), `${JSON.stringify(kept, undefined, 1)}\n`);
}

function unique(lines: readonly string[]): string[] {
  return [...new Set(lines)].sort();
}
