import type { Diagnostic } from 'vscode-languageserver-types';
import { configurationFindings } from '../roots/configuration-trouble.ts';
import type { Finding } from '../linter/finding.ts';
import { toDiagnostic } from '../protocol/diagnostic.ts';
import type { Severity } from '../rules/rule.ts';
import { CONFIGURATION_FILE, readConfiguration } from '../workspace/configuration.ts';
import { folderOf, nameOf } from '../workspace/folders.ts';
import { vocabulary } from '../roots/workspaces.ts';
import type { Client } from '../protocol/capabilities.ts';
import type { Changes } from './changes.ts';
import type { LastCommit } from './last-commit.ts';
import type { OpenDocuments } from './open-documents.ts';
import type { Projects } from './projects.ts';
import { schemaFindings } from './schema-findings.ts';
import type { SchemaStore } from './schema-store.ts';

/** VS Code shows no more markers than this of one file. */
const MAX_DIAGNOSTICS = 1000;

const WORST_FIRST: readonly Severity[] = ['error', 'warning', 'info', 'hint'];

/** What was found in one file; the id stays the same as long as it does. */
export interface Report {
  readonly id: string;
  readonly findings: readonly Finding[];
}

const NOTHING: readonly Finding[] = [];

/** The findings of each file, computed once for each state of the workspace. */
export class Reports {
  readonly #projects: Projects;
  readonly #documents: OpenDocuments;
  readonly #changes: Changes;
  readonly #client: Client;
  readonly #lastCommit: LastCommit;
  readonly #schemas: SchemaStore;
  readonly #kept = new Map<string, Report & { readonly generation: number }>();
  #count = 0;

  constructor(parts: {
    projects: Projects;
    documents: OpenDocuments;
    changes: Changes;
    client: Client;
    lastCommit: LastCommit;
    schemas: SchemaStore;
  }) {
    this.#projects = parts.projects;
    this.#documents = parts.documents;
    this.#changes = parts.changes;
    this.#client = parts.client;
    this.#lastCommit = parts.lastCommit;
    this.#schemas = parts.schemas;
  }

  of(path: string): Report {
    const { generation } = this.#changes;
    const kept = this.#kept.get(path);
    if (kept?.generation === generation) return kept;
    const fresh = this.#find(path);
    const isOld = kept !== undefined && isSame(kept.findings, fresh);
    if (!isOld) this.#count += 1;
    const report = { id: isOld ? kept.id : String(this.#count), findings: fresh, generation };
    this.#kept.set(path, report);
    return report;
  }

  findings(path: string): readonly Finding[] {
    return this.of(path).findings;
  }

  /** A file's findings as diagnostics; of more than the editor shows, the worst. */
  diagnostics(path: string): Diagnostic[] {
    const uriOf = (other: string): string => this.#documents.uriOf(other);
    return worst(this.of(path).findings, MAX_DIAGNOSTICS).map((finding) => toDiagnostic(finding, this.#client, uriOf));
  }

  /** Every file of which something may be told. */
  *paths(): Iterable<string> {
    const { workspaces } = this.#projects;
    for (const { workspace } of workspaces.linters) {
      yield* workspace.files.keys();
      if (workspaces.problems(workspace.root).length > 0) yield `${workspace.root}/${CONFIGURATION_FILE}`;
    }
  }

  forget(path: string): void {
    this.#kept.delete(path);
  }

  #find(path: string): readonly Finding[] {
    if (nameOf(path) === CONFIGURATION_FILE) return this.#mistakes(path);
    const linter = this.#projects.linterOf(path);
    if (linter === undefined || !this.#projects.settingsFor(path).enable) return NOTHING;
    const { workspace } = linter;
    const file = workspace.files.get(path);
    const schemas = this.#schemas.for(path);
    const more = [
      ...this.#lastCommit.findings(path),
      ...(file && schemas ? schemaFindings(file, workspace, schemas) : []),
    ];
    return more.length === 0 ? linter.findings(path) : [...linter.findings(path), ...more];
  }

  /** Mistakes in a `.plinth.yaml`: while it is open those of its text, which holds once it is saved. */
  #mistakes(path: string): Finding[] {
    const open = this.#documents.get(path)?.file.text();
    const problems =
      open === undefined
        ? this.#projects.workspaces.problems(folderOf(path))
        : readConfiguration(open, vocabulary()).problems;
    return configurationFindings(path, problems);
  }
}

/** At most so many findings: all of the worse severities before any of the lesser ones. */
function worst(findings: readonly Finding[], most: number): readonly Finding[] {
  if (findings.length <= most) return findings;
  return WORST_FIRST.flatMap((level) => findings.filter(({ severity }) => severity === level)).slice(0, most);
}

/** Whether two lists of findings say the same, place by place. */
function isSame(a: readonly Finding[], b: readonly Finding[]): boolean {
  return a === b || (a.length === b.length && a.every((finding, index) => isSameFinding(finding, b[index])));
}

function isSameFinding(a: Finding, b: Finding | undefined): boolean {
  if (b === undefined) return false;
  return (
    a.rule === b.rule &&
    a.severity === b.severity &&
    a.message === b.message &&
    a.object === b.object &&
    isSameRange(a.range, b.range) &&
    a.related.length === b.related.length &&
    a.related.every((one, index) => {
      const other = b.related[index];
      return other?.uri === one.uri && other.message === one.message && isSameRange(one.range, other.range);
    })
  );
}

function isSameRange(a: Finding['range'], b: Finding['range']): boolean {
  return (
    a.start.line === b.start.line &&
    a.start.character === b.start.character &&
    a.end.line === b.end.line &&
    a.end.character === b.end.character
  );
}
