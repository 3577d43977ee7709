import picomatch from 'picomatch/posix';
import { readVersion } from './configuration/version.ts';
import { engineById, engines } from './index.ts';
import type { Engine, OwnImage, Recognition, Role } from './model/engine.ts';
import type { Container, Image, Workload } from './model/workload.ts';
import { isUnknown } from './model/object.ts';
import { backupImage } from './recognition/backup-image.ts';
import { weighEvidence } from './recognition/evidence.ts';
import { matchImage } from './recognition/image.ts';
import { findTool, roleOfCommands } from './recognition/roles.ts';

/**
 * Says which engine a container belongs to, and in which role: by the images that the workspace calls its own, by known images, and
 * where the image says nothing by command, variables, ports, mounts and names together. Undefined for what has nothing to do with
 * an engine, or shows too little.
 */
export function recognise(container: Container, workload: Workload, own: readonly OwnImage[]): Recognition | undefined {
  const image = container.image ?? readMaskedImage(container);
  return (
    (image && recogniseOwn(image, container, workload, own)) ??
    (image && recogniseKnown(image, container, workload)) ??
    recogniseBySigns(container, workload)
  );
}

/** An image of which a template hides registry, tag or digest but not the repository: `{{ .registry }}/postgres:{{ .tag }}`. */
function readMaskedImage({ field }: Container): Image | undefined {
  const { value, source } = field.at('image');
  if (typeof value !== 'string') return undefined;
  const [name = ''] = value.trim().split('@', 1);
  const colon = name.indexOf(':', name.lastIndexOf('/') + 1);
  const path = (colon < 0 ? name : name.slice(0, colon)).split('/');
  const registry = path.findLastIndex((segment) => isUnknown(segment));
  const repository = path.slice(registry + 1).join('/');
  if (repository === '') return undefined;
  const tag = colon < 0 ? undefined : name.slice(colon + 1);
  return { source, reference: repository, registry: path[registry], repository, tag, digest: undefined };
}

/** A variant for images of which nothing but the engine is known. */
const CUSTOM = 'custom';

function recogniseOwn(
  image: Image,
  container: Container,
  workload: Workload,
  own: readonly OwnImage[],
): Recognition | undefined {
  const entry = own.find((one) => namesImage(one.image, image));
  if (entry === undefined) return undefined;
  const engine = engineById(entry.engine);
  const text = entry.version ?? image.tag;
  return withRole(container, workload, {
    engine,
    role: 'server',
    variant: 'own',
    version: text === undefined ? undefined : readVersion(text),
    certainty: 'certain',
    why: `image ${image.reference}, which .plinth.yaml calls ${engine.name}`,
    source: image.source,
  });
}

/** A glob may name the whole reference, or leave out tag, digest and registry. */
function namesImage(glob: string, { reference, registry, repository, tag }: Image): boolean {
  const isMatch = picomatch(glob, { dot: true });
  const full = registry === undefined ? repository : `${registry}/${repository}`;
  return [reference, full, repository, `${repository}:${tag ?? 'latest'}`, `${full}:${tag ?? 'latest'}`].some((name) =>
    isMatch(name),
  );
}

function recogniseKnown(image: Image, container: Container, workload: Workload): Recognition | undefined {
  const match = matchImage(image, engines);
  if (match === undefined) return undefined;
  const { engine, pattern, version, certainty } = match;
  const recognition: Recognition = {
    engine,
    role: pattern.role,
    variant: pattern.variant,
    version,
    certainty,
    why: `image ${image.reference}`,
    source: image.source,
  };
  return pattern.role === 'server' ? withRole(container, workload, recognition) : recognition;
}

/** A server's image does whatever its command says. */
function withRole(container: Container, workload: Workload, recognition: Recognition): Recognition {
  const { role, why } = roleOfCommands(container, workload, recognition.engine);
  if (role === undefined || role === 'server') return recognition;
  return { ...recognition, role, why: why === undefined ? recognition.why : `${recognition.why} ${why}` };
}

function recogniseBySigns(container: Container, workload: Workload): Recognition | undefined {
  const evidence = weighEvidence(container, workload, engines);
  if (evidence !== undefined) {
    const { role = 'server', why } = roleOfCommands(container, workload, evidence.engine);
    const reason = role === 'server' || why === undefined ? evidence.why : `it ${why}`;
    const recognition = likely(evidence.engine, role, reason, evidence.source);
    return evidence.isIndirect ? { ...recognition, bySigns: true } : recognition;
  }
  const tool = findTool(container, engines);
  if (tool !== undefined) {
    const { engine, role, program, source } = tool;
    return likely(engine, role, `it runs ${program}`, source ?? container.field.source);
  }
  const backedUp = backupImage(container, workload, engines);
  if (backedUp === undefined || container.image === undefined) return undefined;
  return likely(backedUp, 'backup', `image ${container.image.reference}`, container.image.source);
}

function likely(engine: Engine, role: Role, why: string, source: Recognition['source']): Recognition {
  return { engine, role, variant: CUSTOM, version: undefined, certainty: 'likely', why, source };
}
