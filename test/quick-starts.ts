/** Where a program's first three calls are printed: the file, and the heading. */
export const QUICK_STARTS = [
  ['README.md', 'Signing in, and a program’s first three calls'],
  ['README.zh-CN.md', '登录，和程序的前三次调用'],
  ['docs/api.md', '三步开始'],
] as const

/** The first block of shell under a heading. */
export function blockUnder(text: string, heading: string): string {
  const [, after = ''] = text.split(`\n## ${heading}\n`)
  return /```sh\n([\s\S]*?)```/.exec(after)?.[1] ?? ''
}
