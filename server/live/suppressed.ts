import { Field } from '../../engines/model/field.ts';
import type { KubeObject } from '../../engines/model/object.ts';
import { ignoreAnnotation } from '../rules/ignore-annotation.ts';
import type { RuleId } from '../rules/rule.ts';

/** Whether an object accepts a rule's finding, with a reason: `plinth.dev/ignore.storage.local-volume: …`. Live objects bear no comments. */
export function isSuppressed(rule: RuleId, object: KubeObject): boolean {
  const reason = new Field(object).at('metadata', 'annotations', ignoreAnnotation(rule)).string();
  return reason !== undefined && reason.trim() !== '';
}
