/** `1 pod`, `3 pods`; `plural` where it is not made with an s. */
export const count = (number: number, noun: string, plural = `${noun}s`): string =>
  `${number} ${number === 1 ? noun : plural}`;
