import type { ClientCall } from '../../../engines/clients/read.ts';
import type { Database } from '../../../engines/model/database.ts';
import { valueAt } from '../../../engines/model/object.ts';
import type { Fix } from '../rule.ts';
import { kindOfProbeFix, titled } from './fix-kind.ts';

/** Words that start another program: an assignment must stand before them. */
const STARTERS = /(?:\b(?:exec|nice|nohup|timeout\s+[\d.]+[smh]?)\s+)*$/u;
/** What a simple command may follow. */
const COMMAND_START = /(?:^|[\n;&|({!]|\b(?:if|then|else|do|while|until))\s*$/u;

/**
 * A fix that takes `-p$NAME` out of a shell script and sets the client's own variable instead: `MYSQL_PWD="$NAME" mysqladmin …`. Undefined
 * where the client knows no such variable, where no shell runs, or where the password is no variable.
 */
export function passByVariable(database: Database, { tool, call, program, passwords }: ClientCall): Fix | undefined {
  const [password] = passwords;
  const { source } = call;
  const first = password?.option?.[0]?.source.span;
  const last = password?.option?.at(-1)?.source.span;
  const { passwordVariable } = tool;
  if (passwordVariable === undefined || passwords.length !== 1 || first === undefined || last === undefined)
    return undefined;
  if (source?.span === undefined) return undefined;
  const text = valueAt(source.object.body, source.path);
  if (typeof text !== 'string') return undefined;
  const name = /(\$\{[A-Za-z_]\w*:?-\})["']?$|\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))["']?$/u.exec(
    text.slice(last[0], last[1]),
  );
  // `${NAME:-}` stays as it is: under `set -u` it makes a difference.
  const plain = name?.[2] ?? name?.[3];
  const variable = name?.[1] ?? (plain === undefined ? undefined : `$${plain}`);
  const [programStart] = source.span;
  const start = programStart - (STARTERS.exec(text.slice(0, programStart))?.[0].length ?? 0);
  if (variable === undefined || !COMMAND_START.test(text.slice(0, start)) || first[0] < start) return undefined;
  const spaceAfter = /^[ \t]*/u.exec(text.slice(last[1]))?.[0].length ?? 0;
  const kept = text.slice(start, first[0]);
  const end = last[1] + spaceAfter;
  const isLast = /^(?:$|[\n;&|)])/u.test(text.slice(end));
  const assignment = `${passwordVariable}="${variable}" `;
  const rest = isLast ? kept.trimEnd() + text.slice(last[1], end) : kept;
  const kind = kindOfProbeFix(database);
  return {
    title: titled(`Hand the password to ${program} in ${passwordVariable}`, kind),
    kind,
    apply: (editor) => {
      editor.replaceSpan({ ...source, span: [start, end] }, assignment + rest);
    },
  };
}
