/** The exit code of a script that a newer runner has overtaken. */
export const OVERTAKEN = 97;

const FILE = '/tmp/.plinth-epoch';
const SAYS = 'plinth: overtaken by epoch ';

/**
 * A script that first looks, in the same shell, whether a newer runner was in this container, and leaves its own epoch there. Where /tmp cannot be written, it runs
 * without: the Lease alone guards it then.
 */
export function guarded(script: string, epoch: number): string {
  const mine = String(epoch);
  return `plinth_epoch=$(cat ${FILE} 2>/dev/null)
case "$plinth_epoch" in ''|*[!0-9]*) plinth_epoch=0 ;; esac
if [ "$plinth_epoch" -gt ${mine} ]; then echo "${SAYS}$plinth_epoch" >&2; exit ${String(OVERTAKEN)}; fi
{ echo ${mine} > ${FILE}; } 2>/dev/null || :
unset plinth_epoch
${script}`;
}

/** The newer epoch that such a script found; undefined where the exit code was the script's own. */
export function overtakenBy(stderr: string): string | undefined {
  return new RegExp(`${SAYS}(\\d+)`, 'u').exec(stderr)?.[1];
}
