type Piece = readonly [kind: 'same' | 'del' | 'ins', text: string]

/** Texts longer than this are shown whole, one after the other. */
const MOST = 1_500

/** What was taken out and what was put in, by the longest common subsequence of pieces. */
function differing(a: readonly string[], b: readonly string[], glue: string): readonly Piece[] {
  const [was, now] = [a.join(glue), b.join(glue)]
  if (was === now) return [['same', now]]
  if (a.length > MOST || b.length > MOST)
    return [
      ['del', was],
      ['ins', now],
    ]
  const width = b.length + 1
  const common = new Uint16Array((a.length + 1) * width)
  for (let i = a.length - 1; i >= 0; i -= 1)
    for (let j = b.length - 1; j >= 0; j -= 1)
      common[i * width + j] =
        a[i] === b[j]
          ? (common[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(common[(i + 1) * width + j] ?? 0, common[i * width + j + 1] ?? 0)
  const pieces: [Piece[0], string][] = []
  const put = (kind: Piece[0], char: string) => {
    const last = pieces.at(-1)
    if (last?.[0] === kind) last[1] += glue + char
    else pieces.push([kind, char])
  }
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    const [x, y] = [a[i], b[j]]
    if (x !== undefined && x === y) {
      put('same', x)
      i += 1
      j += 1
    } else if (
      y === undefined ||
      (x !== undefined && (common[(i + 1) * width + j] ?? 0) >= (common[i * width + j + 1] ?? 0))
    ) {
      put('del', x ?? '')
      i += 1
    } else {
      put('ins', y)
      j += 1
    }
  }
  return pieces
}

/** Letter by letter. @example diffOf('月底前', '月15日前') // 月 −底 +15日 前 */
export const diffOf = (was: string, now: string): readonly Piece[] => differing([...was], [...now], '')

/** Line by line. */
export const linesDiff = (was: string, now: string): readonly Piece[] =>
  differing(was.split('\n'), now.split('\n'), '\n')

/** 改了哪里: struck out and underlined, so that it reads without colours. */
export const Diff = ({ was, now }: { was: string; now: string }) => (
  <>
    {diffOf(was, now).map(([kind, text]) =>
      kind === 'same' ? text : kind === 'del' ? <del>{text}</del> : <ins>{text}</ins>,
    )}
  </>
)
