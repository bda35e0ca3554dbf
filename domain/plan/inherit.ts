/** A deadline cell's text: line breaks are dropped, but kept in meaning after ；and 。 which end a clause anyway. */
export const deadlineText = (lines: readonly string[]): string => lines.join('').trim()

/**
 * The deadline of a row. A cell that stands empty inherits the cell above inside the same task and the same
 * unit, marked so; otherwise it stays empty and the plan's default applies (rules §3, blank).
 */
export function findDeadline(
  lines: readonly string[],
  above: readonly { readonly text: string; readonly unitKey: string }[],
  unitKey: string,
): { readonly text: string; readonly inherited: boolean } {
  const text = deadlineText(lines)
  if (text !== '') return { text, inherited: false }
  const before = above.at(-1)
  if (before && before.text !== '' && before.unitKey === unitKey)
    return { text: before.text, inherited: true }
  return { text: '', inherited: false }
}
