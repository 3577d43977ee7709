/** A file longer than this (UTF-16 units) is not read: no hand-written manifest comes near, and the editor must not hang. */
export const MAX_FILE_LENGTH = 8 * 1024 * 1024;

/** A document longer than this is not parsed. The API server refuses objects above 1.5 MiB (etcd's request limit). */
export const MAX_DOCUMENT_LENGTH = 2 * 1024 * 1024;

/** A file with more documents than this is not read. */
export const MAX_DOCUMENTS = 50_000;

/** Maps and lists nested deeper than this are not read; Kubernetes' own deepest types stay below 30. */
export const MAX_DEPTH = 200;

/** How many values the aliases of one document may stand for, all together (a guard against alias bombs). */
export const MAX_ALIASED_VALUES = 100_000;

/** How many problems of one document are told. */
export const MAX_PROBLEMS = 20;
