import type { BackupJob } from '../../engines/model/database.ts';
import type { Configuration } from '../workspace/configuration.ts';
import type { DatabaseChange } from '../changes/database-change.ts';
import { databaseRules, backupRules } from './catalogue.ts';
import { changeRules } from './change/index.ts';
import type { Rule, RuleId, Severity } from './rule.ts';
import { troubles } from './trouble.ts';

/** The rules that run, with what configuration makes of them. */
export class RuleSet {
  readonly databaseRules: readonly Rule[];
  readonly backupRules: readonly Rule<BackupJob>[];
  /** Those that compare two states; linting one of them does not run them. */
  readonly changeRules: readonly Rule<DatabaseChange>[];
  readonly #known: ReadonlySet<string>;
  readonly #running: ReadonlySet<string>;
  readonly #silences = new Map<RuleId, readonly RuleId[]>();

  /** `wanted` narrows the rules to those for which it holds (`--rule`). */
  constructor(wanted: (rule: RuleId) => boolean = () => true) {
    this.databaseRules = databaseRules.filter(({ id }) => wanted(id));
    this.backupRules = backupRules.filter(({ id }) => wanted(id));
    this.changeRules = changeRules.filter(({ id }) => wanted(id));
    this.#known = new Set([...databaseRules, ...backupRules, ...changeRules, ...troubles].map(({ id }) => id));
    const running = [...this.databaseRules, ...this.backupRules];
    this.#running = new Set(running.map(({ id }) => id));
    for (const { id, silences } of [...running, ...this.changeRules]) this.#silences.set(id, silences ?? []);
  }

  has(rule: string): boolean {
    return this.#known.has(rule);
  }

  /** True when the rule runs here; trouble with files always does. */
  isRunning(rule: string): boolean {
    return this.#running.has(rule);
  }

  /** What the configuration says of a rule; undefined where it says nothing. */
  severity(rule: RuleId, configuration: Configuration): Severity | 'off' | undefined {
    return configuration.rules.get(rule);
  }

  silencedBy(rule: RuleId): readonly RuleId[] {
    return this.#silences.get(rule) ?? [];
  }
}
