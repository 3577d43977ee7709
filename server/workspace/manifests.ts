import type { ManifestObject, YamlDocument } from '../documents/index.ts';

/** The objects of a document that are manifests. Most YAML of a workspace holds none, which a look at the text tells without parsing. */
export function manifestsIn(document: YamlDocument): readonly ManifestObject[] {
  if (!document.text.includes('apiVersion') || !document.text.includes('kind')) return [];
  return document.objects.filter(({ apiVersion, kind }) => apiVersion !== '' && kind !== '');
}
