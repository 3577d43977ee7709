import type { Environment } from '../environment.ts';
import type { Client } from '../protocol/capabilities.ts';
import { schemasFor } from '../schemas/catalogue.ts';
import type { PackedSchemas, VersionSchemas } from '../schemas/catalogue.ts';
import type { Runner } from '../runner.ts';
import type { ClusterLink } from './cluster-link.ts';
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
  for(path: string): VersionSchemas | undefined {
    const { client, projects, cluster } = this.#parts;
    const { enable, schemas } = projects.settingsFor(path);
    const isWanted = schemas === 'on' || (schemas === 'auto' && !client.hasOtherSchemas);
    if (!enable || !isWanted || this.#packed === undefined) return undefined;
    const configured = projects.linterOf(path)?.workspace.configuration.kubernetesVersion;
    const version = configured ?? cluster.cluster?.version;
    const known = this.#versions.get(version);
    if (known) return known;
    const fresh = schemasFor(this.#packed, version);
    this.#versions.set(version, fresh);
    return fresh;
  }
}
