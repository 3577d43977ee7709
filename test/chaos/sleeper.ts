/** A pod that only waits, for tests that need somebody in a place; it goes at once when it is deleted. */
export const sleeper = (name: string, image = 'debian:bookworm'): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name },
    spec: {
      terminationGracePeriodSeconds: 0,
      containers: [{ name: 'sleeper', image, command: ['sleep', '3600'] }],
    },
  });
