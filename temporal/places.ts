import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const projectFolder = (): string => fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '')

/** Everything this installation writes: DUBAN_DATA, else `data/` in the project (git-ignored). */
export const dataFolder = (): string => resolve(process.env.DUBAN_DATA || join(projectFolder(), 'data'))
