// The servers of the sound examples, as the core models them.
import { exampleTexts } from '../support/texts.ts';
import { contextOf } from '../support/context.ts';
import type { EngineContext } from '../../engines/model/engine.ts';

/** The server of an engine's sound example. */
export function examplesOf(engine: string): Pick<EngineContext, 'container' | 'pod'> & { context: EngineContext } {
  const found = exampleTexts().find(({ name }) => name.replaceAll('\\', '/') === `sound/${engine}/database.yaml`);
  if (found === undefined) throw new Error(`no sound example of ${engine}`);
  const { context } = contextOf(found.text);
  return { context, container: context.container, pod: context.pod };
}
