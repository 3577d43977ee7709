import { CompletionItemKind, InsertTextMode } from 'vscode-languageserver';
import type { CompletionItem } from 'vscode-languageserver';
import type { Schemas } from '../schemas/catalogue.ts';
import { valuesOf } from '../schemas/enumerations.ts';
import { placeInSchema, shapeInWords, typeIn } from '../schemas/shape.ts';
import type { Shape } from '../schemas/shape.ts';
import type { Probe } from './probe.ts';

/** The fields that can still be written at a place, the required ones first. */
export function fieldItems(probe: Probe, schemas: Schemas): CompletionItem[] {
  const { object, path, siblings = [], range, flow, column } = probe;
  const known = placeInSchema(object, path, schemas);
  const type = known && typeIn(known.shape, schemas);
  if (type?.p === undefined) return path.length === 0 ? headItems(probe) : [];
  const taken = new Set(siblings);
  return Object.entries(type.p)
    .filter(([name]) => !taken.has(name))
    .map(([name, [shape, documentation]]) => {
      const required = type.r?.includes(name) === true;
      return {
        label: name,
        kind: CompletionItemKind.Field,
        detail: `${shapeInWords(shape)}${required ? ', required' : ''}`,
        sortText: `${required ? '0' : '1'}${name}`,
        insertTextMode: InsertTextMode.asIs,
        textEdit: { range, newText: written(name, shape, flow, column) },
        ...(documentation === undefined ? {} : { documentation }),
      };
    });
}

/** A key with what makes room for its value: maps and lists begin on the next line. */
function written(name: string, shape: Shape, flow: boolean, column: number): string {
  if (flow || !/^(?:\[\]|\{\}|@)/u.test(shape)) return `${name}: `;
  return `${name}:\n${' '.repeat(column + 2)}${shape.startsWith('[]') ? '- ' : ''}`;
}

/** The head of every object, while its kind is not written yet. */
function headItems({ siblings = [], range }: Probe): CompletionItem[] {
  return ['apiVersion', 'kind', 'metadata', 'spec']
    .filter((name) => !siblings.includes(name))
    .map((name) => ({
      label: name,
      kind: CompletionItemKind.Field,
      insertTextMode: InsertTextMode.asIs,
      textEdit: { range, newText: name === 'metadata' || name === 'spec' ? `${name}:\n  ` : `${name}: ` },
    }));
}

/** The values that a field takes: the few that there are, true and false, kinds and their versions. */
export function valueItems({ object, path, range }: Probe, schemas: Schemas): CompletionItem[] {
  const item = (label: string, kind: CompletionItemKind = CompletionItemKind.EnumMember): CompletionItem => ({
    label,
    kind,
    textEdit: { range, newText: label },
  });
  const [only, ...more] = path;
  if (more.length === 0 && (only === 'kind' || only === 'apiVersion')) {
    const { apiVersion, kind } = object;
    const fitting = schemas
      .kinds()
      .filter((one) => (only === 'kind' ? one.apiVersion === apiVersion : one.kind === kind));
    const all = fitting.length > 0 ? fitting : schemas.kinds();
    return [...new Set(all.map((one) => one[only]))].sort().map((name) => item(name, CompletionItemKind.Class));
  }
  const place = placeInSchema(object, path, schemas);
  if (place?.shape === 'b') return ['true', 'false'].map((name) => item(name));
  const field = place?.field ?? placeInSchema(object, path.slice(0, -1), schemas)?.field;
  return field === undefined ? [] : (valuesOf(field.owner, field.name) ?? []).map((name) => item(name));
}
