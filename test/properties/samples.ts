const BY_DEFAULT = 20_000;

/** How many texts are tried in all: `PLINTH_SAMPLES`, `unlimited` for as long as nobody stops it. */
export const SAMPLES = readSamples(process.env['PLINTH_SAMPLES']);

/** The same texts every time, unless `PLINTH_SEED` says otherwise. */
export const SEED = Number(process.env['PLINTH_SEED'] ?? 20_261_122);

function readSamples(text: string | undefined): number {
  if (text === undefined || text === '') return BY_DEFAULT;
  if (text === 'unlimited') return Number.MAX_SAFE_INTEGER;
  const samples = Number(text);
  if (!Number.isInteger(samples) || samples < 1)
    throw new Error(`PLINTH_SAMPLES is a number of samples or «unlimited», not «${text}».`);
  return samples;
}
