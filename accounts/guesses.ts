/** What is tried first, in this country and elsewhere, as words; with digits, dates and keys after them they stay guesses. */
const WORDS = [
  ...[
    'password',
    'passwort',
    'passw0rd',
    'p@ssw0rd',
    'p@ssword',
    'admin',
    'administrator',
    'root',
    'user',
    'guest',
    'test',
  ],
  ...[
    'welcome',
    'letmein',
    'login',
    'changeme',
    'default',
    'secret',
    'master',
    'hello',
    'iloveyou',
    'monkey',
    'dragon',
  ],
  ...[
    'sunshine',
    'princess',
    'football',
    'baseball',
    'superman',
    'batman',
    'shadow',
    'michael',
    'jordan',
    'trustno',
  ],
  ...[
    'woaini',
    'woaiwojia',
    'wojiushiwo',
    'nihao',
    'zhongguo',
    'china',
    'beijing',
    'mima',
    'xiaoming',
    'wangluo',
  ],
  ...['duban', 'ducha', 'ducha', 'zhengfu', 'bangong', 'gongzuo', 'shizheng', 'office', 'gov', 'com', 'www'],
  ...['督办', '督查', '政府', '办公室', '办公', '口令', '密码', '我爱你', '中国', '单位'],
] as const

/** Keys that lie beside each other. */
const ROWS = [
  '`1234567890-=',
  'qwertyuiop[]',
  'asdfghjkl;',
  'zxcvbnm,./',
  '!@#$%^&*()_+',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p',
]

const next = (a: string, b: string): boolean => {
  const step = (b.codePointAt(0) ?? 0) - (a.codePointAt(0) ?? 0)
  if (Math.abs(step) <= 1) return true
  return ROWS.some((row) => row.includes(a + b) || row.includes(b + a))
}

/** Runs of three or more that follow each other: abcd, 4321, qwer, aaaa. */
function withoutRuns(text: string): string {
  const letters = [...text]
  let kept = ''
  for (let from = 0; from < letters.length; ) {
    let to = from + 1
    while (to < letters.length && next(letters[to - 1] ?? '', letters[to] ?? '')) to += 1
    if (to - from < 3) kept += letters.slice(from, to).join('')
    from = to
  }
  return kept
}

/**
 * What is left of a password when all is taken out that is tried first: common words, the person's own, years and
 * dates, keys in a row, and what is only said again.
 * @example leftOver('Duban@2026', []) // '@'
 */
export function leftOver(password: string, known: readonly string[]): string {
  let left = password.normalize('NFKC').toLowerCase()
  const own = known.map((word) => word.normalize('NFKC').toLowerCase()).filter((word) => word.length > 1)
  for (const word of [...WORDS, ...own].sort((a, b) => b.length - a.length)) left = left.replaceAll(word, ' ')
  left = withoutRuns(left.replace(/(?:19|20)\d\d(?:[01]?\d[0-3]?\d)?/g, ' '))
  left = left.replace(/\s+/g, '')
  const again = /^(.+?)\1+$/u.exec(left)
  return again?.[1] ?? left
}
