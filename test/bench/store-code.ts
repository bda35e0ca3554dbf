import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build, type Plugin } from 'esbuild'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))
export const ROOT = at('../..')

/** Packages stay what they are, from where they are: all sides have the same drivers. */
const packages: Plugin = {
  name: 'packages',
  setup({ onResolve }) {
    onResolve({ filter: /^[^./]/ }, ({ path }) =>
      path.startsWith('node:')
        ? { path, external: true }
        : { path: import.meta.resolve(path), external: true },
    )
  },
}

/** Code of the record store, made beside the packages that it requires and loaded into this process: what one side waits for, another waits for too. */
export async function storeCode<T>(
  modules: readonly string[],
  { root = ROOT, plugins = [] }: { readonly root?: string; readonly plugins?: readonly Plugin[] } = {},
): Promise<T> {
  const folder = mkdtempSync(at('../../node_modules/.duban-bench-'))
  try {
    const outfile = join(folder, 'side.mjs')
    await build({
      stdin: { contents: modules.map((path) => `export * from '${path}'`).join('\n'), resolveDir: root },
      bundle: true,
      format: 'esm',
      platform: 'node',
      outfile,
      plugins: [...plugins, packages],
    })
    return (await import(pathToFileURL(outfile).href)) as T
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
