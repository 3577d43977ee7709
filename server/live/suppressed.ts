import { Field } from '../../engines/model/field.ts';
import type { KubeObject } from '../../engines/model/object.ts';
import type { RuleId } from '../rules/rule.ts';

/** Whether an object accepts a rule's finding, with a reason: `plinth.dev/ignore.storage.local-volume: …`. Live objects bear no comments. */
export function isSuppressed(rule: RuleId, object: KubeObject): boolean {
  const key = `plinth.dev/ignore.${rule.replace('/', '.')}`;
  const reason = new Field(object).at('metadata', 'annotations', key).string();
  return reason !== undefined && reason.trim() !== '';
}
