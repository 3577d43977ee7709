import { buildModel } from '../../engines/model/builder.ts';
import type { Database, WorkloadModel } from '../../engines/model/database.ts';
import type { ObjectLookup } from '../../engines/model/lookup.ts';
import type { KubeObject } from '../../engines/model/object.ts';
import { recognise } from '../../engines/recognise.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { RuleSet } from '../rules/index.ts';
import type { Report, Rule, RuleContext, RuleId, Severity } from '../rules/rule.ts';
import type { Configuration } from '../workspace/configuration.ts';

/** Is told of a fault of ours: what was being done, and what was thrown. */
export type OnFault = (what: string, error: unknown) => void;

/** What an object is examined with. */
export interface Sight {
  readonly lookup: ObjectLookup;
  readonly configuration: Configuration;
  /** Asked only by what depends on it. */
  readonly cluster: () => Cluster | undefined;
  /** The objects are a cluster's own; then this says of which kinds all are known. Undefined for manifests. */
  readonly live: ((kind: string) => boolean) | undefined;
  readonly rules: RuleSet;
  readonly onFault: OnFault;
}

/** What a rule has said, with the severity that it has here. */
export interface Found {
  readonly rule: RuleId;
  readonly severity: Severity;
  readonly report: Report;
}

/** A workload's model, and what the rules have to say about it, database by database, before one silences another. */
export interface Examined {
  readonly model: WorkloadModel | undefined;
  /** Reports about one subject together: rules silence each other within it. */
  readonly found: readonly (readonly Found[])[];
}

/** Runs the rules over one workload. What a rule throws goes to `onFault`, and the other rules are heard all the same. */
export function examine(object: KubeObject, sight: Sight): Examined {
  const { lookup, configuration, rules, onFault } = sight;
  const live = sight.live !== undefined;
  let model: WorkloadModel | undefined;
  try {
    model = buildModel(object, lookup, { recognise }, configuration.engines);
  } catch (error) {
    onFault('reading a workload', error);
  }
  if (model === undefined) return { model, found: [] };
  const context: RuleContext = {
    lookup,
    live,
    siblings: model.databases,
    get cluster() {
      return sight.cluster();
    },
    get kubernetesVersion() {
      // Of live objects only their own cluster can tell.
      return live ? sight.cluster()?.version : (configuration.kubernetesVersion ?? sight.cluster()?.version);
    },
  };
  const run = <Subject>(all: readonly Rule<Subject>[], subject: Subject): Found[] =>
    all.flatMap((rule): Found[] => {
      const severity = rules.severity(rule.id, configuration);
      if (severity === 'off' || !speaksHere(rule, sight)) return [];
      const found: Found[] = [];
      try {
        for (const report of rule.check(subject, context)) {
          found.push({ rule: rule.id, severity: severity ?? report.severity ?? rule.severity, report });
        }
      } catch (error) {
        onFault(`the rule ${rule.id}`, error);
      }
      return found;
    });
  const found = model.databases.map((database: Database) => run(rules.databaseRules, database));
  if (model.backup) found.push(run(rules.backupRules, model.backup));
  return { model, found };
}

function speaksHere({ live: needs }: Pick<Rule, 'live'>, { live: isKnown }: Sight): boolean {
  if (isKnown === undefined || needs === undefined) return true;
  return needs !== 'never' && needs.every(isKnown);
}

/** What a report is about within its database, where it does not say. */
export const WHOLE_DATA = 'data';

/** One cause, one finding: takes out what a narrower rule has said about the same thing. */
export function silence<Item>(
  items: readonly Item[],
  about: (item: Item) => { readonly rule: RuleId; readonly thing: string },
  rules: RuleSet,
): Item[] {
  const silenced = new Set(
    items.flatMap((item) => {
      const { rule, thing } = about(item);
      return rules.silencedBy(rule).map((other) => `${other} ${thing}`);
    }),
  );
  return items.filter((item) => {
    const { rule, thing } = about(item);
    return !silenced.has(`${rule} ${thing}`);
  });
}
