/** How folders and files are read; paths or URIs with slashes, as the caller has them. */
export interface FileSystem {
  /** What is in a folder, in the order of names; none where it cannot be read. */
  list(folder: string): Promise<readonly { readonly uri: string; readonly name: string; readonly isFolder: boolean }[]>;
  /** The bytes of a file; undefined where there is none or it cannot be read. */
  read(uri: string): Promise<Uint8Array | undefined>;
}
