import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { projectFolder } from './places.ts'

/**
 * Node's arguments for the main program of a room: the bundle of bin/bundle.mjs, where the command line itself runs of
 * it; else the TypeScript as it stands.
 */
export function programOf(room: 'worker' | 'web'): readonly string[] {
  const bundle = process.env.DUBAN_BUNDLE
  if (bundle && existsSync(bundle)) return [join(bundle, room, 'main.mjs')]
  const tsx = createRequire(import.meta.url).resolve('tsx')
  return ['--import', `file://${tsx}`, join(projectFolder(), room, 'main.ts')]
}
