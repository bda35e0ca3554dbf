/** Colours and weights that our own output uses (picocolors); nothing that moves, hides or renames. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: an escape sequence begins with one
const OURS = /^\u001b\[(?:[012]|22|3[0-9]|39|90)m/

/** Control characters but line feed and tab, and marks that turn the direction of a line (UAX 9). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g

/** The sign that stands for a control character: ␀ to ␟, ␡, and � for the rest. */
function signOf(char: string): string {
  const code = char.charCodeAt(0)
  if (code < 0x20) return String.fromCharCode(0x2400 + code)
  return code === 0x7f ? '␡' : '�'
}

/**
 * Text for a terminal: control characters of whoever wrote it are shown as signs and do nothing. Our own colours stay.
 * A carriage return before a line feed is a line's end and goes.
 * @example forTerminal('市财政局\u001b]0;x\u0007') // '市财政局␛]0;x␇'
 */
export const forTerminal = (text: string): string =>
  text
    .replaceAll('\r\n', '\n')
    .replace(CONTROL, (char, at: number, whole: string) =>
      char === '\u001b' && OURS.test(whole.slice(at, at + 5)) ? char : signOf(char),
    )

/** JSON for a terminal or a program: what JSON leaves as it is and a terminal may obey is escaped. */
export const jsonText = (value: unknown, indent?: number): string =>
  JSON.stringify(value, null, indent).replace(
    /[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
