import type { Json } from '../../engines/model/object.ts';
import { LiveObject } from '../cluster/live-object.ts';
import type { PlainObject } from '../protocol/messages.ts';
import { withoutTokenVolume } from './token-volume.ts';

/** Bookkeeping: names and values in it are nobody's reference. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

type Part = Readonly<Record<string, Json>>;

/** A live object for the rules: without bookkeeping, and of a Secret only the keys. Undefined for what does not say what it is. */
export function readObject(plain: PlainObject): LiveObject | undefined {
  const body = plain as Part;
  const metadata = asPart(body['metadata']);
  const kept: Record<string, Json> = { ...body, metadata: withoutBookkeeping(metadata) };
  if (body['kind'] === 'Pod' && Object.keys(asPart(body['spec'])).length > 0) {
    kept['spec'] = withoutTokenVolume(asPart(body['spec']));
  }
  if (body['kind'] === 'Secret') {
    for (const part of ['data', 'stringData']) {
      if (kept[part] !== undefined)
        kept[part] = Object.fromEntries(Object.keys(asPart(kept[part])).map((key) => [key, '']));
    }
  }
  const object = new LiveObject(kept);
  return object.kind === '' || object.name === undefined ? undefined : object;
}

function withoutBookkeeping(metadata: Part): Part {
  const kept = { ...metadata };
  delete kept['managedFields'];
  const annotations = asPart(metadata['annotations']);
  if (Object.hasOwn(annotations, LAST_APPLIED)) {
    kept['annotations'] = Object.fromEntries(Object.entries(annotations).filter(([key]) => key !== LAST_APPLIED));
  }
  return kept;
}

function asPart(value: Json | undefined): Part {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Part) : {};
}
