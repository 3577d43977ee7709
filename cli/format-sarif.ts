import { createHash } from 'node:crypto';
import packageJson from '../package.json' with { type: 'json' };
import type { Range } from '../server/documents/range.ts';
import { identityOf } from '../server/linter/finding-identity.ts';
import type { Finding } from '../server/linter/finding.ts';
import { editsOf, safeFix } from '../server/linter/fixing.ts';
import type { LintReport } from './report.ts';
import { LEVELS, sarifRule } from './sarif-rules.ts';
import { fileUri, pathFromRoot, relativeUri, sourceRoot } from './source-root.ts';

const ROOT = '%SRCROOT%';

/**
 * The report as SARIF 2.1.0, for code scanning and other viewers. Files are named from `root`, the repository; where that lies on this
 * machine is not told. https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function formatSarif(report: LintReport, root = sourceRoot()): string {
  const rules = [...new Set(report.findings.map(({ rule }) => rule))].sort();
  const fingerprint = fingerprints(report, root);
  const results = report.findings.map((finding) => ({
    ruleId: finding.rule,
    ruleIndex: rules.indexOf(finding.rule),
    level: LEVELS[finding.severity],
    message: { text: finding.message },
    locations: [
      {
        physicalLocation: placeOf(finding, root),
        logicalLocations: [{ fullyQualifiedName: finding.object, kind: 'resource' }],
      },
    ],
    ...(finding.related.length > 0 && {
      relatedLocations: finding.related.map((one, id) => ({
        id,
        physicalLocation: placeOf(one, root),
        message: { text: one.message },
      })),
    }),
    partialFingerprints: { 'plinthFinding/v1': fingerprint(finding) },
    ...fixesOf(finding, report, root),
  }));
  const run = {
    tool: {
      driver: {
        name: 'Plinth',
        version: packageJson.version,
        semanticVersion: packageJson.version,
        rules: rules.map(sarifRule),
      },
    },
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: { [ROOT]: { description: { text: 'The root of the repository.' } } },
    automationDetails: { id: 'plinth/' },
    results,
  };
  const log = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function placeOf({ uri, range }: { readonly uri: string; readonly range: Range }, root: string): object {
  return { artifactLocation: artifact(uri, root), region: region(range) };
}

function artifact(uri: string, root: string): object {
  const path = pathFromRoot(uri, root);
  return path === undefined ? { uri: fileUri(uri) } : { uri: relativeUri(path), uriBaseId: ROOT };
}

/** Lines and columns from 1, the end exclusive. */
function region({ start, end }: Range): object {
  return {
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}

/** The safe fix alone: programs apply what stands here without asking. One that makes a new file cannot be said. */
function fixesOf(finding: Finding, { fileOf }: LintReport, root: string): { readonly fixes?: readonly object[] } {
  const fix = safeFix(finding);
  const edits = fix && editsOf(fix);
  if (!edits || [...edits.keys()].some((uri) => !fileOf(uri))) return {};
  const artifactChanges = [...edits].map(([uri, own]) => ({
    artifactLocation: artifact(uri, root),
    replacements: own.map(({ start, end, text }) => {
      const file = fileOf(uri);
      return {
        deletedRegion: file ? region({ start: file.positionAt(start), end: file.positionAt(end) }) : undefined,
        ...(text !== '' && { insertedContent: { text } }),
      };
    }),
  }));
  return { fixes: [{ description: { text: fix.title }, artifactChanges }] };
}

/** What tells a finding from others wherever its lines have moved; of several that are alike, their order does. */
function fingerprints(report: LintReport, root: string): (finding: Finding) => string {
  const seen = new Map<string, number>();
  return (finding) => {
    const { rule, object, at } = identityOf(finding, report.fileOf(finding.uri));
    const key = JSON.stringify([pathFromRoot(finding.uri, root) ?? finding.uri, rule, object, at]);
    const before = seen.get(key) ?? 0;
    seen.set(key, before + 1);
    return createHash('sha256')
      .update(`${key} ${String(before)}`)
      .digest('hex')
      .slice(0, 32);
  };
}
