import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { ASSETS } from '../../web/assets.ts'

const KEPT = /localStorage|sessionStorage|indexedDB|document\.cookie|caches\.open|serviceWorker/

it('no script that is served keeps anything in the browser', () => {
  const scripts = ASSETS.filter(({ type }) => type.includes('javascript'))
  expect(scripts.length).toBeGreaterThan(0)
  for (const { body } of scripts) expect(KEPT.exec(body)?.[0]).toBeUndefined()
  const islands = fileURLToPath(new URL('../../web/islands/', import.meta.url))
  for (const file of readdirSync(islands).filter((name) => name.endsWith('.ts')))
    expect(KEPT.exec(readFileSync(`${islands}${file}`, 'utf8'))?.[0]).toBeUndefined()
})
