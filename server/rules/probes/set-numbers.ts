import type { Database } from '../../../engines/model/database.ts';
import type { Fix } from '../rule.ts';
import { kindOfProbeFix, titled } from './fix-kind.ts';
import { HANDLERS } from './probe.ts';
import type { Probe } from './probe.ts';

/** The numbers of a probe, in the order in which they are written. */
const ORDER = [
  'initialDelaySeconds',
  'periodSeconds',
  'timeoutSeconds',
  'successThreshold',
  'failureThreshold',
] as const;
export type ProbeNumber = (typeof ORDER)[number];

/** A fix that writes numbers of a probe: in place where they stand, else beside the others. */
export function setNumbers(
  database: Database,
  { field }: Probe,
  title: string,
  numbers: Partial<Readonly<Record<ProbeNumber, number>>>,
): Fix {
  const kind = kindOfProbeFix(database);
  return {
    title: titled(title, kind),
    kind,
    apply: (editor) => {
      const there: string[] = field.entries().map(([key]) => key);
      for (const [index, name] of ORDER.entries()) {
        const value = numbers[name];
        if (value === undefined) continue;
        const path = [...field.path, name];
        if (there.includes(name)) {
          editor.set(field.object, path, value);
        } else {
          const before = ORDER.slice(0, index).findLast((key) => there.includes(key));
          const after = before ?? HANDLERS.find((key) => there.includes(key));
          editor.insert(field.object, path, value, after === undefined ? undefined : { after });
          there.push(name);
        }
      }
    },
  };
}
