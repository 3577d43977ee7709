import type { Position, Range } from 'vscode-languageserver';
import { objectAt } from '../references/subject.ts';
import { valuesOf } from '../schemas/enumerations.ts';
import { placeInSchema, shapeInWords } from '../schemas/shape.ts';
import type { Session } from '../session/session.ts';
import { escaped } from './markdown.ts';

/** A field of Kubernetes' own kinds and what its schema says of it. */
export interface FieldFacts {
  readonly range: Range;
  readonly name: string;
  /** `list of Container`. */
  readonly type: string;
  readonly required: boolean;
  readonly documentation: string | undefined;
  /** The only values that it takes. */
  readonly values: readonly string[] | undefined;
  readonly version: string;
}

/** The field on whose name a position lies. */
export function fieldAt({ projects, schemas }: Session, path: string, position: Position): FieldFacts | undefined {
  const known = schemas.for(path);
  const workspace = projects.linterOf(path)?.workspace;
  const file = workspace?.files.get(path);
  const document = file?.documentAt(position);
  if (known === undefined || workspace === undefined || file === undefined || document === undefined) return undefined;
  const found = objectAt(document, file.offsetAt(position) - document.startOffset, workspace);
  if (found?.at.part !== 'key') return undefined;
  const field = placeInSchema(found.object, found.at.path, known)?.field;
  const around = found.at.around.at(-1);
  if (field === undefined || around === undefined) return undefined;
  const [start, end] = around;
  const { owner, name, packed, required } = field;
  return {
    range: {
      start: file.positionAt(document.startOffset + start),
      end: file.positionAt(document.startOffset + end),
    },
    name,
    type: shapeInWords(packed[0]),
    required,
    documentation: packed[1],
    values: valuesOf(owner, name),
    version: known.version,
  };
}

/** The facts as Markdown. */
export function fieldInMarkdown({ name, type, required, documentation, values, version }: FieldFacts): string {
  const heading = `**${name}** · ${type}${required ? ' · required' : ''} · Kubernetes ${version}`;
  const choices = values && `One of ${values.map((value) => `\`${value}\``).join(', ')}.`;
  return [
    heading,
    ...(choices === undefined ? [] : [choices]),
    ...(documentation === undefined ? [] : [escaped(documentation)]),
  ].join('\n\n');
}

/** The facts for clients that show no Markdown. */
export function fieldInPlainText({ name, type, required, documentation, values }: FieldFacts): string {
  const heading = `${name}: ${type}${required ? ', required' : ''}`;
  return [
    heading,
    ...(values ? [`One of ${values.join(', ')}.`] : []),
    ...(documentation === undefined ? [] : [documentation]),
  ].join('\n');
}
