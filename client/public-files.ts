import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Where the published pages lie in the data folder: a web server may give it out as it is. */
export const publicFolder = (dataDir: string): string => join(dataDir, 'public')

/**
 * Puts the files of a plan in the place of those before, all at once: a reader finds the one or the other. Anybody on the
 * machine may read them, whatever the rest of the data folder is: a web server of another user gives them out.
 * @param folder below public/, @example '2015/mz2015'
 */
export function placePublic(dataDir: string, folder: string, files: ReadonlyMap<string, string>): void {
  const root = publicFolder(dataDir)
  const place = join(root, folder)
  const mark = randomBytes(4).toString('hex')
  const [fresh, old] = [`${place}.new-${mark}`, `${place}.old-${mark}`]
  for (const [name, text] of files) {
    const file = join(fresh, name)
    mkdirSync(dirname(file), { recursive: true, mode: 0o755 })
    for (let path = dirname(file); path.length >= root.length; path = dirname(path)) chmodSync(path, 0o755)
    writeFileSync(file, text)
    chmodSync(file, 0o644)
  }
  if (existsSync(place)) renameSync(place, old)
  renameSync(fresh, place)
  rmSync(old, { recursive: true, force: true })
}
