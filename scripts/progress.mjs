// One line for whatever takes long: it ticks on a terminal, and stays readable in a log.

const TICK_MS = 500;
const LOG_MS = 15_000;

const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/** Shows `label` with the time that `work` takes, and gives what it gives. */
export async function progress(label, work) {
  const since = performance.now();
  const live = process.stderr.isTTY;
  const tick = () => process.stderr.write(live ? `\r${label} … ${seconds(since)}` : `${label} … ${seconds(since)}\n`);
  if (live) tick();
  else process.stderr.write(`${label} …\n`);
  const timer = setInterval(tick, live ? TICK_MS : LOG_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    process.stderr.write(live ? `\r${label}: ${seconds(since)}   \n` : `${label}: ${seconds(since)}\n`);
  }
}
