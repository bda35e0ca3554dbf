import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PARTS, type Part, VERSIONS } from './versions.ts'

export const projectFolder = (): string => fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '')

/** Everything this installation writes: DUBAN_DATA, else `data/` in the project (git-ignored). */
export const dataFolder = (): string => resolve(process.env.DUBAN_DATA || join(projectFolder(), 'data'))

/** Built servers, per user and version: DUBAN_CACHE, else the user's cache folder. */
export function cacheFolder(): string {
  const root =
    process.env.DUBAN_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'duban')
  return join(root, `temporal-${VERSIONS.server}-ui-${VERSIONS.ui}-${process.platform}-${process.arch}`)
}

export const binary = (name: Part['name']): string => join(cacheFolder(), name)
export const isBuilt = (): boolean => PARTS.every((part) => existsSync(binary(part.name)))

/** A program on PATH, or null. */
export function onPath(program: string): string | null {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean)
  return folders.map((folder) => join(folder, program)).find((file) => existsSync(file)) ?? null
}
