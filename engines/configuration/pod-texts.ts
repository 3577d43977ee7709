import type { Source } from '../model/field.ts';
import type { Container, Pod } from '../model/workload.ts';

/** A piece of text that a pod runs or hands to its server, with its place. */
export interface PodText {
  readonly text: string;
  readonly source: Source;
}

/**
 * All shell text of a pod and all files that ConfigMaps in sight put into its containers: scripts, words of commands, lifecycle
 * hooks. Replication is often set up there and not by the server's own arguments.
 */
export function textsOf(pod: Pod): PodText[] {
  return pod.containers.flatMap((container) => [
    ...container.words.map(({ value, source }) => ({ text: value, source })),
    ...container.files.map(({ text, source }) => ({ text, source })),
    ...hooksOf(container),
  ]);
}

/** The first text of a pod that matches, comments left out, with the span of the match. */
export function findText(pod: Pod, pattern: RegExp): PodText | undefined {
  for (const { text, source } of textsOf(pod)) {
    // A comment keeps its length, so that what comes behind it keeps its place.
    const match = pattern.exec(text.replace(COMMENT, (comment) => ' '.repeat(comment.length)));
    if (match) return { text: match[0], source: { ...source, span: [match.index, match.index + match[0].length] } };
  }
  return undefined;
}

/** A whole line of comment, in shell scripts, configuration files (`#`, `;`) and SQL (`--`). */
const COMMENT = /^[ \t]*(?:#|;|--[ \t]).*$/gmu;

function hooksOf(container: Container): PodText[] {
  return ['postStart', 'preStop'].flatMap((hook) =>
    container.field
      .at('lifecycle', hook, 'exec', 'command')
      .items()
      .flatMap((word) => {
        const text = word.string();
        return text === undefined ? [] : [{ text, source: word.source }];
      }),
  );
}
