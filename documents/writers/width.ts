/** How wide a text stands on paper, in halves of a Chinese character. @example halvesOf('2015年') // 6 */
export function halvesOf(text: string): number {
  let halves = 0
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i)
    // The second half of a pair belongs to the first.
    if (code < 0xdc00 || code > 0xdfff) halves += code < 0x2e80 ? 1 : 2
  }
  return halves
}
