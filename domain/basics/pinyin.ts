/** First characters of each initial in the order of pinyin, by which ICU sorts Chinese. */
const LETTERS = 'abcdefghjklmnopqrstwxyz'
const FIRST = '阿八嚓哒妸发旮哈讥咔垃痳拏噢妑七呥扨它穵夕丫帀'
const order = new Intl.Collator('zh-CN-u-co-pinyin')

const initial = (char: string): string => {
  if (!/\p{Script=Han}/u.test(char)) return char.toLowerCase()
  let found = ''
  for (const [i, first] of [...FIRST].entries()) if (order.compare(char, first) >= 0) found = LETTERS[i] ?? ''
  return found
}

/**
 * The initials of a name in pinyin, as people type them. A character with several readings has the one that it is sorted by.
 * @example initialsOf('市财政局') // 'sczj'
 */
export const initialsOf = (name: string): string => [...name.normalize('NFKC')].map(initial).join('')

/** Whether what was typed is part of a name or of its initials; 市 in front may be left out. @example namedLike('市财政局', 'czj') */
export function namedLike(name: string, typed: string): boolean {
  const asked = typed.normalize('NFKC').trim().toLowerCase()
  if (asked === '') return false
  return name.includes(asked) || (/^[a-z]+$/.test(asked) && initialsOf(name).includes(asked))
}
