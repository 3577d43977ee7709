import type { YamlDocument } from '../documents/index.ts';
import type { RuleSet } from '../rules/index.ts';
import { nameOf } from '../workspace/folders.ts';
import { shift } from './finding.ts';
import type { Finding } from './finding.ts';
import { suppressionsOf } from './suppression.ts';
import type { Suppression } from './suppression.ts';

/** Suppressions that say no reason, name no rule that there is, or suppress nothing. */
export function suppressionTrouble(document: YamlDocument, used: ReadonlySet<Suppression>, rules: RuleSet): Finding[] {
  return suppressionsOf(document).flatMap((suppression) => {
    const trouble = troubleOf(suppression, used, rules);
    if (!trouble) return [];
    const { start, end } = suppression;
    return [
      {
        ...trouble,
        uri: document.file.uri,
        object: nameOf(document.file.uri),
        related: [],
        fixes: [],
        range: shift(
          { start: document.lines.positionAt(start), end: document.lines.positionAt(end) },
          document.startLine,
        ),
      },
    ];
  });
}

function troubleOf(
  suppression: Suppression,
  used: ReadonlySet<Suppression>,
  rules: RuleSet,
): Pick<Finding, 'rule' | 'severity' | 'message'> | undefined {
  if (suppression.reason === undefined || suppression.rules.length === 0) {
    return {
      rule: 'suppress/no-reason',
      severity: 'warning',
      message:
        'This suppresses nothing: it must name a rule and a reason, `# plinth-ignore storage/host-path -- why this is fine here`.',
    };
  }
  const unknown = suppression.rules.find((rule) => !rules.has(rule));
  if (unknown !== undefined) {
    return { rule: 'suppress/unused', severity: 'info', message: `There is no rule «${unknown}».` };
  }
  // A rule that is not running cannot need its suppression.
  if (used.has(suppression) || suppression.rules.some((rule) => !rules.isRunning(rule))) return undefined;
  return {
    rule: 'suppress/unused',
    severity: 'info',
    message: `Nothing here is suppressed by this comment any more (${suppression.rules.join(', ')}): it can go.`,
  };
}
