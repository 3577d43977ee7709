import type { ManifestObject } from '../documents/index.ts';
import type { Environment } from '../environment.ts';
import type { Client } from '../protocol/capabilities.ts';
import { schemasFor } from '../schemas/catalogue.ts';
import type { PackedSchemas, Schemas, VersionSchemas } from '../schemas/catalogue.ts';
import { WithCustomKinds } from '../schemas/custom.ts';
import type { Runner } from '../runner.ts';
import type { ClusterLink } from './cluster-link.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Projects } from './projects.ts';

interface Parts {
  readonly environment: Environment;
  readonly client: Client;
  readonly runner: Runner;
  readonly projects: Projects;
  readonly cluster: ClusterLink;
}

/** The Kubernetes schemas: unpacked once, when the first file asks for them. */
export class SchemaStore {
  readonly #parts: Parts;
  readonly #versions = new Map<string | undefined, VersionSchemas>();
  readonly #custom = new WeakMap<
    Workspace,
    { readonly own: VersionSchemas; readonly definitions: readonly ManifestObject[]; readonly schemas: Schemas }
  >();
  #loading: Promise<void> | undefined;
  #packed: PackedSchemas | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Resolves when the schemas are there, or certainly are not. */
  ready(): Promise<void> {
    const { environment, runner } = this.#parts;
    this.#loading ??= runner.attempt('schemas', async () => {
      const text = await environment.schemas?.();
      if (text !== undefined) this.#packed = JSON.parse(text) as PackedSchemas;
    });
    return this.#loading;
  }

  /** The schemas that hold for a file; undefined where they are switched off, leave the field to another extension, or are not there. */
  for(path: string): Schemas | undefined {
    const { client, projects, cluster } = this.#parts;
    const { enable, schemas } = projects.settingsFor(path);
    const isWanted = schemas === 'on' || (schemas === 'auto' && !client.hasOtherSchemas);
    if (!enable || !isWanted || this.#packed === undefined) return undefined;
    const workspace = projects.linterOf(path)?.workspace;
    const own = this.#ofVersion(this.#packed, workspace?.configuration.kubernetesVersion ?? cluster.cluster?.version);
    return workspace === undefined ? own : this.#withCustom(own, workspace);
  }

  #ofVersion(packed: PackedSchemas, version: string | undefined): VersionSchemas {
    const known = this.#versions.get(version);
    if (known) return known;
    const fresh = schemasFor(packed, version);
    this.#versions.set(version, fresh);
    return fresh;
  }

  /** The same value as long as the workspace defines the same kinds: what was checked against it stays checked. */
  #withCustom(own: VersionSchemas, workspace: Workspace): Schemas {
    const definitions = workspace.ofKind('CustomResourceDefinition');
    if (definitions.length === 0) return own;
    const known = this.#custom.get(workspace);
    const isSame =
      known?.own === own &&
      known.definitions.length === definitions.length &&
      known.definitions.every((one, at) => one === definitions[at]);
    if (isSame) return known.schemas;
    const schemas = new WithCustomKinds(own, definitions);
    this.#custom.set(workspace, { own, definitions, schemas });
    return schemas;
  }
}
