export interface Part {
  readonly name: 'temporal-server' | 'temporal-ui' | 'temporal-sql-tool'
  readonly title: string
  readonly module: string
  /** Packages compiled when nothing is cached; for the progress shown, measured once. */
  readonly packages: number
}
export const VERSIONS: { readonly server: string; readonly ui: string; readonly goToolchain: string }
export const SERVER: Part
export const UI: Part
export const SQL_TOOL: Part
export const PARTS: readonly Part[]
export function cacheFolder(): string
export function binary(name: Part['name']): string
/** Whether parts, the server and its UI unless others are named, are there. */
export function isBuilt(parts?: readonly Part[]): boolean
export function onPath(program: string): string | null
