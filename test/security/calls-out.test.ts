import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const ROOMS = [
  'accounts',
  'activities',
  'client',
  'domain',
  'records',
  'security',
  'seeds',
  'temporal',
  'web',
]
const OF_HTTP =
  /\bfetch\(|\bhttps?\.(?:get|request)\(|\brequest\b[^}]*\} from 'node:https?'|from '(?:node:https|undici|axios|openid-client)'/

/**
 * Whoever speaks HTTP, by file. A link in evidence or in a plan is text: nothing here asks for it. The gate's is a
 * handler of what comes in, `listen` serves it; sign-in asks the provider of its settings; the UI's gate only hands on to the UI behind it.
 * The islands run in the browser and ask our own pages; its policy lets them ask nobody else (connect-src 'self').
 */
const SPEAKERS = [
  'accounts/oidc.ts',
  'security/gate.ts',
  'security/listen.ts',
  'web/islands/date-hint.ts',
  'web/islands/dom.ts',
  'web/islands/session-guard.ts',
  'web/islands/unit-picker.ts',
  'worker/notifier.ts',
  'worker/observe.ts',
]

it('nothing asks the network for an address that people wrote: who speaks HTTP at all is named here', () => {
  const files = [...ROOMS, 'worker', 'workflows'].flatMap((room) =>
    readdirSync(`${root}/${room}`, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(?:tsx?|mjs|cjs)$/.test(name))
      .map((name) => `${room}/${name}`),
  )
  expect(files.length).toBeGreaterThan(300)
  const speakers = files.filter((file) => OF_HTTP.test(readFileSync(`${root}/${file}`, 'utf8')))
  expect(speakers.sort()).toEqual(SPEAKERS)
})
