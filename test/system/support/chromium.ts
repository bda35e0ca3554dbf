import { existsSync } from 'node:fs'

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** A Chromium of this machine (DUBAN_CHROMIUM, else where Debian puts it); null, and said aloud, where there is none. */
export function chromiumPath(): string | null {
  const found = [process.env.DUBAN_CHROMIUM ?? '', ...PLACES].find((path) => path !== '' && existsSync(path))
  if (found !== undefined) return found
  process.stderr.write(
    '\n!!! 没有 Chromium，浏览器里的测试没有跑：apt-get install chromium fonts-noto-cjk，或设置 DUBAN_CHROMIUM\n\n',
  )
  return null
}
