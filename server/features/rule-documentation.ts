import type { CancellationToken } from 'vscode-languageserver';
import { RULE_DOCUMENTATION } from '../protocol/messages.ts';
import type { RuleDocumentationParams, RuleDocumentationResult } from '../protocol/messages.ts';
import { pageOf } from '../rules/documentation.ts';
import { ruleById, troubles } from '../rules/index.ts';
import type { Feature } from './feature.ts';

/** `plinth/ruleDocumentation`: a rule's page, for editors that do not carry the pages themselves. */
export const provideRuleDocumentation: Feature = ({ connection, runner }) => {
  connection.onRequest(RULE_DOCUMENTATION, ({ rule }: RuleDocumentationParams, token: CancellationToken) => {
    const unknown = { rule, title: rule, markdown: `There is no page for the rule \`${rule}\`.\n` };
    return runner.answer<RuleDocumentationResult>(RULE_DOCUMENTATION, token, unknown, () => {
      const markdown = pageOf(rule);
      const title = (ruleById(rule) ?? troubles.find(({ id }) => id === rule))?.title;
      return markdown === undefined || title === undefined ? unknown : { rule, title, markdown };
    });
  });
  return {};
};
