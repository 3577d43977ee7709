import type { ApiObject, ListOptions } from '../../../core/cluster/connection.ts';
import type { Meta } from './store.ts';

/** Whether an object is one that a list or watch asks for. https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#api */
export function chosen(object: ApiObject, { labelSelector = '', fieldSelector = '' }: ListOptions): boolean {
  const { labels = {} } = object.metadata as unknown as Meta;
  // Commas within the brackets of `in (a,b)` divide values, not requirements.
  const requirements = labelSelector.split(/,(?![^(]*\))/u).filter((text) => text.trim() !== '');
  return (
    requirements.every((text) => labelFits(labels, text.trim())) &&
    fieldSelector
      .split(',')
      .filter((text) => text !== '')
      .every((text) => fieldFits(object, text))
  );
}

function labelFits(labels: Readonly<Record<string, string>>, text: string): boolean {
  const set = /^(\S+)\s+(in|notin)\s+\(([^)]*)\)$/u.exec(text);
  if (set !== null) {
    const [, key = '', verb, values = ''] = set;
    const among = values.split(',').map((value) => value.trim());
    const value = labels[key];
    return verb === 'in' ? value !== undefined && among.includes(value) : value === undefined || !among.includes(value);
  }
  const [, key = '', sign, wanted] = /^([^=!]+?)\s*(!=|==?)\s*(.*)$/u.exec(text) ?? [];
  if (sign !== undefined) return (labels[key] === wanted) !== (sign === '!=');
  return text.startsWith('!') ? !(text.slice(1) in labels) : text in labels;
}

function fieldFits(object: ApiObject, text: string): boolean {
  const [, path = '', sign, wanted = ''] = /^(.+?)(!=|==?)(.*)$/u.exec(text) ?? [];
  let value: unknown = object;
  for (const key of path.split('.'))
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
  const words = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  return (words === wanted) !== (sign === '!=');
}
