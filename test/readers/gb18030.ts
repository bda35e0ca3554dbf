let table: ReadonlyMap<string, readonly number[]> | undefined

/** Two-byte characters of GB18030, by asking the decoder for each pair: Node encodes only UTF-8. */
function pairs(): ReadonlyMap<string, readonly number[]> {
  const decoder = new TextDecoder('gb18030')
  const found = new Map<string, readonly number[]>()
  for (let high = 0x81; high <= 0xfe; high += 1)
    for (let low = 0x40; low <= 0xfe; low += 1) {
      const char = low === 0x7f ? '' : decoder.decode(Uint8Array.of(high, low))
      if (char.length === 1 && char !== '\ufffd' && !found.has(char)) found.set(char, [high, low])
    }
  return found
}

/** Text as Windows saves it in China. Throws for a character outside the two-byte plane. */
export function gb18030(text: string): Uint8Array {
  table ??= pairs()
  const bytes: number[] = []
  for (const char of text) {
    const code = char.charCodeAt(0)
    const pair = code < 0x80 ? [code] : table.get(char)
    if (pair === undefined) throw new Error(`not in the two-byte plane: ${char}`)
    bytes.push(...pair)
  }
  return Uint8Array.from(bytes)
}
