/** What an example's StatefulSet says beside name, labels and image. Texts stand as written, without their indentation. */
interface ExampleSet {
  readonly name: string;
  readonly image: string;
  readonly replicas?: number;
  /** Lines of the container. */
  readonly container?: string;
  /** Lines of the pod's spec, before its containers. */
  readonly pod?: string;
}

/** A small StatefulSet for the examples of rules that are about one thing in it. */
export function exampleSet({ name, image, replicas, container = '', pod = '' }: ExampleSet): string {
  return `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: ${name}
spec:
  serviceName: ${name}
${replicas === undefined ? '' : `  replicas: ${replicas}\n`}  selector:
    matchLabels:
      app: ${name}
  template:
    metadata:
      labels:
        app: ${name}
    spec:
${indented(pod, 6)}      containers:
        - name: ${name}
          image: ${image}
${indented(container, 10)}`;
}

function indented(text: string, width: number): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.map((line) => `${' '.repeat(width)}${line}\n`).join('');
}
