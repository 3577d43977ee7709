import type { TextDocument } from 'vscode';

/** The languages in which manifests are written: YAML, JSON, and the names that Helm extensions give to templates. */
export const LANGUAGES: readonly string[] = ['yaml', 'json', 'jsonc', 'helm', 'helm-template'];

/** Where manifests lie: on disk, or not yet anywhere. Old versions in a diff (`git:`) are nobody's to mend. */
export const SCHEMES: readonly string[] = ['file', 'untitled'];

/** Plinth's own settings of a workspace. */
const CONFIGURATION = /[\\/]\.plinth\.ya?ml$/;

/** A key at the start of a line of YAML, in an item of a list, or, quoted, anywhere in JSON. */
const API_VERSION = /^[ \t-]*apiVersion\s*:|"apiVersion"\s*:/m;
const KIND = /^[ \t-]*kind\s*:|"kind"\s*:/m;

/** How far to look for the first manifest, in UTF-16 units: enough for any licence header. */
const SEARCHED = 1_000_000;

/** What is looked at of a document; a part of VS Code's own. */
export type Candidate = Pick<TextDocument, 'languageId' | 'fileName' | 'getText'> & {
  readonly uri: { readonly scheme: string };
};

/** True for a document for which the language server is worth starting: it says `apiVersion` and `kind`, or configures Plinth. */
export function isManifest(document: Candidate): boolean {
  const { languageId, fileName, uri } = document;
  if (!SCHEMES.includes(uri.scheme) || !LANGUAGES.includes(languageId)) return false;
  if (CONFIGURATION.test(fileName)) return true;
  const text = document.getText().slice(0, SEARCHED);
  return API_VERSION.test(text) && KIND.test(text);
}
