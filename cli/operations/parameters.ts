import type { Parameters } from '../../core/runner/index.ts';
import type { Json } from '../../engines/model/object.ts';
import { UsageError } from '../usage-error.ts';
import type { NamedOption } from './named-option.ts';

/** How commander calls what `--pod-label <key=value>` says: `podLabel`. */
export function keyOf({ flags }: Pick<NamedOption, 'flags'>): string {
  const [long = ''] = /--[a-z-]+/u.exec(flags) ?? [];
  return long.slice(2).replaceAll(/-(.)/gu, (_, letter: string) => letter.toUpperCase());
}

/** What a person said, as parameters of an operation; what was not said is left out. Throws a {@link UsageError}. */
export function parametersOf(options: readonly NamedOption[], said: Readonly<Record<string, unknown>>): Parameters {
  const parameters: Record<string, Json> = {};
  for (const option of options) {
    const value = said[keyOf(option)];
    if (value !== undefined) parameters[option.parameter] = read(option, value);
  }
  return parameters;
}

function read({ flags, as }: NamedOption, value: unknown): Json {
  const texts = Array.isArray(value) ? value.map(String) : [String(value)];
  const [text = ''] = texts;
  switch (as) {
    case 'text':
      return text;
    case 'flag':
      return value === true;
    case 'list':
      return texts;
    case 'count':
      if (!/^\d{1,9}$/u.test(text)) throw new UsageError(`${flags} is a whole number, and «${text}» is none.`);
      return Number(text);
    case 'labels':
      return Object.fromEntries(
        texts.map((one) => {
          const [, key, label] = /^([^=]+)=(.*)$/su.exec(one) ?? [];
          if (key === undefined || label === undefined)
            throw new UsageError(`${flags} is a key and a value, like client=true, and «${one}» is not.`);
          return [key, label];
        }),
      );
  }
}
