import type { Database } from '../../../engines/model/database.ts';
import type { ProbeAdvice } from '../../../engines/model/engine.ts';
import type { Fix } from '../rule.ts';
import { checkName } from './add-probe.ts';
import { termsOf, titled } from './fix-kind.ts';
import { HANDLERS } from './probe.ts';
import type { Probe } from './probe.ts';

/** A fix that lets a probe ask the engine's own question; its numbers stay, but a command gets the time that it needs. */
export function askAsEngine(database: Database, { field, timeout, period }: Probe, { probe }: ProbeAdvice): Fix {
  const check = checkName(database, probe);
  const { kind, condition } = termsOf(database, probe, check);
  const handler = HANDLERS.find((name) => name in probe) ?? 'exec';
  const question = probe[handler] ?? {};
  const needed = typeof probe['timeoutSeconds'] === 'number' ? probe['timeoutSeconds'] : 0;
  return {
    title: titled(
      `Use ${database.engine.name}'s own check${check === undefined ? '' : ` (${check})`}`,
      kind,
      condition,
    ),
    kind,
    apply: (editor) => {
      const { object, path } = field;
      const old = HANDLERS.find((name) => field.at(name).exists);
      if (old === handler) {
        editor.set(object, [...path, handler], question);
      } else {
        editor.insert(object, [...path, handler], question, old === undefined ? undefined : { before: old });
        if (old !== undefined) editor.remove(object, [...path, old]);
      }
      if (timeout === undefined || timeout >= needed) return;
      const limited = Math.min(needed, period ?? needed);
      editor.set(object, [...path, 'timeoutSeconds'], limited);
    },
  };
}
