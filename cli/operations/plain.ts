/**
 * Text of a cluster in one line, without the control characters by which it could move a terminal's cursor or change its colours: whoever may write ConfigMaps
 * may write a journal.
 */
export function plain(text: string): string {
  // Cc: controls, with the escape character. Cf: invisible ones, with those that turn the direction of writing.
  return text.replace(/\s+/gu, ' ').replace(/[\p{Cc}\p{Cf}]/gu, '');
}
